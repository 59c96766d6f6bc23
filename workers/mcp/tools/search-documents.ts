/** The tool `search_documents`. */
import { searchDocumentsInputSchema, documentPageSchema } from "#shared/content/documents.ts";
import { searchDocuments } from "#workers/content/documents/search-documents.ts";
import { defineTool, READS } from "./define-tool.ts";

export const searchDocumentsTool = defineTool({
  name: "search_documents",
  title: "Search documents",
  scope: "mcp:read",
  description:
    "Full-text search in the documents of a workspace, best match first, with the passage that matched. " +
    "Use it whenever the user refers to something written down. Then read_document for the whole text.",
  annotations: READS,
  input: searchDocumentsInputSchema,
  output: documentPageSchema,
  run: searchDocuments,
});
