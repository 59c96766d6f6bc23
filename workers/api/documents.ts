/** `/v1/documents`. */
import { z } from "zod";
import {
  documentPageSchema,
  documentPatchSchema,
  documentRefSchema,
  documentSchema,
  listDocumentsInputSchema,
  newDocumentSchema,
  searchDocumentsInputSchema,
} from "#shared/content/documents.ts";
import { limitTextSchema } from "#shared/paging.ts";
import { workspaceInputSchema } from "#shared/content/workspaces.ts";
import { contentDeps } from "#workers/content/deps.ts";
import { createDocument } from "#workers/content/documents/create-document.ts";
import { deleteDocument } from "#workers/content/documents/delete-document.ts";
import { listDocuments } from "#workers/content/documents/list-documents.ts";
import { readDocument } from "#workers/content/documents/read-document.ts";
import { searchDocuments } from "#workers/content/documents/search-documents.ts";
import { updateDocument } from "#workers/content/documents/update-document.ts";
import { problem, reply } from "#workers/http/problem.ts";
import { json, route } from "./route.ts";
import { router } from "./router.ts";

const tags = ["Documents"];
const one = { description: "The document.", ...json(documentSchema) };

const list = route({
  access: "mcp:read",
  tool: "search_documents",
  method: "get",
  path: "/v1/documents",
  summary: "List or search documents",
  description: "The last changed first; with `query`, the best match first. Bodies are left out.",
  tags,
  request: {
    query: z.strictObject({
      ...listDocumentsInputSchema.shape,
      query: searchDocumentsInputSchema.shape.query.optional(),
      limit: limitTextSchema,
    }),
  },
  responses: { 200: { description: "A page of documents.", ...json(documentPageSchema) } },
});

const create = route({
  access: "mcp:write",
  tool: "create_document",
  method: "post",
  path: "/v1/documents",
  summary: "Create a document",
  tags,
  request: {
    query: z.strictObject({ workspace: workspaceInputSchema }),
    body: { ...json(newDocumentSchema), required: true },
  },
  responses: { 201: one },
});

const read = route({
  access: "mcp:read",
  tool: "read_document",
  method: "get",
  path: "/v1/documents/{id}",
  summary: "Read a document",
  tags,
  request: { params: documentRefSchema },
  responses: { 200: one },
});

const update = route({
  access: "mcp:write",
  tool: "update_document",
  method: "patch",
  path: "/v1/documents/{id}",
  summary: "Change a document",
  description: "What is not given stays; null clears.",
  tags,
  request: { params: documentRefSchema, body: { ...json(documentPatchSchema), required: true } },
  responses: { 200: one },
});

const remove = route({
  access: "mcp:write",
  method: "delete",
  path: "/v1/documents/{id}",
  summary: "Delete a document",
  tags,
  request: { params: documentRefSchema },
  responses: { 204: { description: "Deleted." } },
});

export const documentsRoutes = router()
  .openapi(list, async (c) => {
    const deps = contentDeps(c.env);
    const { query, ...filters } = c.req.valid("query");
    const principal = c.get("principal");
    const page =
      query === undefined
        ? await listDocuments(deps, principal, filters)
        : await searchDocuments(deps, principal, { query, ...filters });
    return reply(c, page, 200);
  })
  .openapi(create, async (c) => {
    const input = { ...c.req.valid("query"), ...c.req.valid("json") };
    return reply(c, await createDocument(contentDeps(c.env), c.get("principal"), input), 201);
  })
  .openapi(read, async (c) => {
    return reply(c, await readDocument(contentDeps(c.env), c.get("principal"), c.req.valid("param")), 200);
  })
  .openapi(update, async (c) => {
    const input = { ...c.req.valid("param"), ...c.req.valid("json") };
    return reply(c, await updateDocument(contentDeps(c.env), c.get("principal"), input), 200);
  })
  .openapi(remove, async (c) => {
    const deleted = await deleteDocument(contentDeps(c.env), c.get("principal"), c.req.valid("param"));
    return deleted.ok ? c.body(null, 204) : problem(c, deleted.error);
  });
