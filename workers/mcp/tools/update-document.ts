/** The tool `update_document`. */
import { updateDocumentInputSchema, documentSchema } from "#shared/content/documents.ts";
import { updateDocument } from "#workers/content/documents/update-document.ts";
import { defineTool, UPDATES } from "./define-tool.ts";

export const updateDocumentTool = defineTool({
  name: "update_document",
  title: "Change a document",
  scope: "mcp:write",
  description:
    "Changes title, body or event of a document. The body is replaced as a whole: call read_document " +
    "first and send the whole new text. Answers the document as it is now.",
  annotations: UPDATES,
  input: updateDocumentInputSchema,
  output: documentSchema,
  run: updateDocument,
});
