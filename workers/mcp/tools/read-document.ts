/** The tool `read_document`. */
import { documentRefSchema, documentSchema } from "#shared/content/documents.ts";
import { readDocument } from "#workers/content/documents/read-document.ts";
import { defineTool, READS } from "./define-tool.ts";

export const readDocumentTool = defineTool({
  name: "read_document",
  title: "Read a document",
  scope: "mcp:read",
  description:
    "One document with its whole markdown body, by its doc_… id. Use search_documents to find the id. " +
    "Read it before update_document, which replaces the body.",
  annotations: READS,
  input: documentRefSchema,
  output: documentSchema,
  run: readDocument,
});
