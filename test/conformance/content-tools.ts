/** The suite's tools that answer at once: one kind of content each, an error, progress, logging. */
import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { PNG_BASE64, WAV_BASE64 } from "./media.ts";

const NOTHING = z.object({});

/** Their names and texts are the suite's. */
export function registerContentTools(server: McpServer): void {
  server.registerTool("test_simple_text", { description: "Answers a text." }, () => ({
    content: [{ type: "text", text: "This is a simple text response for testing." }],
  }));
  server.registerTool("test_image_content", { description: "Answers an image." }, () => ({
    content: [{ type: "image", data: PNG_BASE64, mimeType: "image/png" }],
  }));
  server.registerTool("test_audio_content", { description: "Answers a sound." }, () => ({
    content: [{ type: "audio", data: WAV_BASE64, mimeType: "audio/wav" }],
  }));
  server.registerTool("test_embedded_resource", { description: "Answers a resource." }, () => ({
    content: [
      {
        type: "resource",
        resource: {
          uri: "test://embedded-resource",
          mimeType: "text/plain",
          text: "This is an embedded resource content.",
        },
      },
    ],
  }));
  server.registerTool("test_multiple_content_types", { description: "Answers three kinds of content." }, () => ({
    content: [
      { type: "text", text: "Multiple content types test:" },
      { type: "image", data: PNG_BASE64, mimeType: "image/png" },
      {
        type: "resource",
        resource: {
          uri: "test://mixed-content-resource",
          mimeType: "application/json",
          text: JSON.stringify({ test: "data", value: 123 }),
        },
      },
    ],
  }));
  server.registerTool("test_error_handling", { description: "Fails." }, () => {
    throw new Error("This tool intentionally returns an error for testing");
  });
  registerNotifyingTools(server);
}

function registerNotifyingTools(server: McpServer): void {
  server.registerTool(
    "test_tool_with_progress",
    { description: "Reports its progress where that was asked for.", inputSchema: NOTHING },
    async (_, { mcpReq }) => {
      const { _meta: meta } = mcpReq;
      const progressToken = meta?.progressToken;
      for (const progress of [0, 50, 100]) {
        if (progressToken !== undefined) {
          const params = { progressToken, progress, total: 100 };
          await mcpReq.notify({ method: "notifications/progress", params });
        }
        await pause();
      }
      return { content: [{ type: "text", text: "Done." }] };
    },
  );
  server.registerTool(
    "test_tool_with_logging",
    { description: "Writes three log messages.", inputSchema: NOTHING },
    async (_, { mcpReq }) => {
      for (const data of ["Tool execution started", "Tool processing data", "Tool execution completed"]) {
        await mcpReq.notify({ method: "notifications/message", params: { level: "info", data } });
        await pause();
      }
      return { content: [{ type: "text", text: "Done." }] };
    },
  );
  server.registerTool(
    "test_logging_tool",
    { description: "Logs where a level was asked for.", inputSchema: NOTHING },
    async (_, { mcpReq }) => {
      if (mcpReq.envelope !== undefined && "io.modelcontextprotocol/logLevel" in mcpReq.envelope) {
        await mcpReq.notify({ method: "notifications/message", params: { level: "info", data: "Logged." } });
      }
      return { content: [{ type: "text", text: "Done." }] };
    },
  );
}

/** The suite wants to see that notifications arrive before the end. */
function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 50);
  });
}
