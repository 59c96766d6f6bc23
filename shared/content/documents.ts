/** Documents on the wire. */
import { z } from "zod";
import { documentIdSchema, eventIdSchema, workspaceIdSchema } from "../ids.ts";
import { lineSchema, textSchema } from "../text.ts";
import { DOCUMENT_BODY_LENGTH_MAX, SEARCH_QUERY_LENGTH_MAX, TITLE_LENGTH_MAX } from "./limits.ts";
import { changesSomething, cursorSchema, limitSchema, pageSchema } from "../paging.ts";
import { timeSchema } from "./times.ts";
import { workspaceInputSchema } from "./workspaces.ts";

const summaryFields = {
  id: documentIdSchema,
  workspace_id: workspaceIdSchema,
  event_id: eventIdSchema.nullable(),
  title: z.string(),
  created_at: timeSchema,
  updated_at: timeSchema,
};

export const documentSchema = z
  .strictObject({ ...summaryFields, body: z.string().meta({ description: "Markdown." }) })
  .meta({ id: "Document" });

/** A document in a list, without its body. */
export const documentSummarySchema = z
  .strictObject({
    ...summaryFields,
    snippet: z
      .string()
      .nullable()
      .meta({ description: "The passage of the body that a search found, matches in **bold**; null in plain lists." }),
  })
  .meta({ id: "DocumentSummary" });

export const documentPageSchema = pageSchema(documentSummarySchema).meta({ id: "DocumentPage" });

export const listDocumentsInputSchema = z.strictObject({
  workspace: workspaceInputSchema,
  event: eventIdSchema.optional().meta({ description: "Only documents of this event." }),
  cursor: cursorSchema,
  limit: limitSchema,
});

export const searchDocumentsInputSchema = z.strictObject({
  query: lineSchema(SEARCH_QUERY_LENGTH_MAX).meta({
    description: "Words that must all occur in title or body; the last one may be the start of a word.",
  }),
  ...listDocumentsInputSchema.shape,
});

/** Without `workspace`, for surfaces that take it elsewhere. */
export const newDocumentSchema = z
  .strictObject({
    title: lineSchema(TITLE_LENGTH_MAX),
    body: textSchema(DOCUMENT_BODY_LENGTH_MAX).meta({ description: "Markdown." }),
    event_id: eventIdSchema
      .nullable()
      .optional()
      .meta({ description: "The event it belongs to, in the same workspace." }),
  })
  .meta({ id: "NewDocument" });

export const createDocumentInputSchema = z.strictObject({
  workspace: workspaceInputSchema,
  ...newDocumentSchema.shape,
});

const patchFields = {
  title: lineSchema(TITLE_LENGTH_MAX).optional(),
  body: textSchema(DOCUMENT_BODY_LENGTH_MAX).optional(),
  event_id: eventIdSchema.nullable().optional(),
};
const NOTHING_TO_CHANGE = `give at least one of ${Object.keys(patchFields).join(", ")}`;

/** What may be changed; null clears what may be absent. */
export const documentPatchSchema = z
  .strictObject(patchFields)
  .refine(changesSomething, NOTHING_TO_CHANGE)
  .meta({ id: "DocumentPatch" });

export const updateDocumentInputSchema = z
  .strictObject({ id: documentIdSchema, ...patchFields })
  .refine(changesSomething, NOTHING_TO_CHANGE);

export const documentRefSchema = z.strictObject({ id: documentIdSchema });

export type Document = z.output<typeof documentSchema>;
export type DocumentSummary = z.output<typeof documentSummarySchema>;
export type DocumentPage = z.output<typeof documentPageSchema>;
export type ListDocumentsInput = z.output<typeof listDocumentsInputSchema>;
export type SearchDocumentsInput = z.output<typeof searchDocumentsInputSchema>;
export type CreateDocumentInput = z.output<typeof createDocumentInputSchema>;
export type UpdateDocumentInput = z.output<typeof updateDocumentInputSchema>;
export type DocumentRef = z.output<typeof documentRefSchema>;
