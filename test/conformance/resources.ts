/** The suite's resources. */
import { type McpServer, ResourceTemplate } from "@modelcontextprotocol/server";
import { PNG_BASE64 } from "./media.ts";

/** Their URIs and texts are the suite's. */
export function registerResources(server: McpServer): void {
  server.registerResource(
    "static text",
    "test://static-text",
    { description: "A text.", mimeType: "text/plain" },
    ({ href }) => ({
      contents: [{ uri: href, mimeType: "text/plain", text: "This is the content of the static text resource." }],
    }),
  );
  server.registerResource(
    "static binary",
    "test://static-binary",
    { description: "An image.", mimeType: "image/png" },
    ({ href }) => ({ contents: [{ uri: href, mimeType: "image/png", blob: PNG_BASE64 }] }),
  );
  server.registerResource(
    "template",
    new ResourceTemplate("test://template/{id}/data", { list: undefined }),
    { description: "What its id says.", mimeType: "application/json" },
    ({ href }, { id }) => {
      const text = JSON.stringify({ id, templateTest: true, data: `Data for ID: ${String(id)}` });
      return { contents: [{ uri: href, mimeType: "application/json", text }] };
    },
  );
}
