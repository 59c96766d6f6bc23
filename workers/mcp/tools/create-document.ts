/** The tool `create_document`. */
import { createDocumentInputSchema, documentSchema } from "#shared/content/documents.ts";
import { createDocument } from "#workers/content/documents/create-document.ts";
import { defineTool, CREATES } from "./define-tool.ts";

export const createDocumentTool = defineTool({
  name: "create_document",
  title: "Create a document",
  scope: "mcp:write",
  description:
    "Adds a markdown document to a workspace, to an event's papers with `event_id`. Look with " +
    "search_documents first whether one exists that update_document should change. Answers the document " +
    "with its id.",
  annotations: CREATES,
  input: createDocumentInputSchema,
  output: documentSchema,
  run: createDocument,
});
