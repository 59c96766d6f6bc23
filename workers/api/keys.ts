/** `/v1/keys`: list, create, read, change, delete. What ends or renews a key is in `key-acts.ts`. */
import { z } from "zod";
import { epochMs } from "#shared/brand.ts";
import { keyIdSchema } from "#shared/ids.ts";
import { ifMatchSchema } from "#shared/if-match.ts";
import {
  changeKeySchema,
  createdKeySchema,
  createKeySchema,
  deletedKeySchema,
  keyPageSchema,
  keySchema,
  listKeysSchema,
} from "#shared/management/keys.ts";
import { err, ok } from "#shared/result.ts";
import { reply } from "#workers/http/problem.ts";
import { changeKey } from "#workers/keys/change-key.ts";
import { createKey } from "#workers/keys/create-key.ts";
import { findKey } from "#workers/keys/key-rows.ts";
import { listKeys } from "#workers/keys/list-keys.ts";
import { removeKey } from "#workers/keys/remove-key.ts";
import { actOf } from "./act-of.ts";
import { CHANGED_KEY, ETAG_HEADER, replyChangedKey, tagAnswer } from "./key-answers.ts";
import { replyPropagated } from "./propagated.ts";
import { json, route } from "./route.ts";
import { router } from "./router.ts";

const tags = ["Keys"];
const params = z.object({ id: keyIdSchema });
const confirmSchema = z.strictObject({ confirm: z.literal("used-recently").optional() });

const ifMatchHeader = z.object({
  "If-Match": ifMatchSchema.optional().meta({
    description:
      "The `etag` of the key as you read it, in quotes: a key that was changed since is left as it is (412).",
  }),
});

export const keyRoutes = router()
  .openapi(
    route({
      access: "keys:manage",
      method: "get",
      path: "/v1/keys",
      summary: "List keys",
      description: "Your own keys, and those that reach a workspace you own or administer. Filters are joined by AND.",
      tags,
      request: { query: listKeysSchema },
      responses: { 200: { description: "A page of keys.", ...json(keyPageSchema) } },
    }),
    async (c) => {
      const viewer = { userId: c.get("principal").userId, now: epochMs(Date.now()) };
      return reply(c, await listKeys(c.env.DB, viewer, c.req.valid("query")), 200);
    },
  )
  .openapi(
    route({
      access: "keys:manage",
      method: "post",
      path: "/v1/keys",
      summary: "Create a key",
      description: "The secret is in this answer and nowhere else. Make one key per tool.",
      tags,
      request: { body: { required: true, ...json(createKeySchema) } },
      responses: { 201: { description: "The key and its secret.", headers: ETAG_HEADER, ...json(createdKeySchema) } },
    }),
    async (c) => {
      const created = await createKey(actOf(c), c.req.valid("json"));
      if (!created.ok) return reply(c, created, 201);
      c.header("Cache-Control", "no-store");
      tagAnswer(c, created.value.key);
      return reply(c, ok({ key: created.value.key, secret: created.value.secret.reveal() }), 201);
    },
  )
  .openapi(
    route({
      access: "keys:manage",
      method: "get",
      path: "/v1/keys/{id}",
      summary: "Read a key",
      tags,
      request: { params },
      responses: { 200: { description: "The key.", headers: ETAG_HEADER, ...json(keySchema) } },
    }),
    async (c) => {
      const viewer = { userId: c.get("principal").userId, now: epochMs(Date.now()) };
      const key = await findKey(c.env.DB, viewer, c.req.valid("param").id);
      if (key !== null) tagAnswer(c, key);
      return reply(c, key === null ? err({ code: "not_found", what: "key" } as const) : ok(key), 200);
    },
  )
  .openapi(
    route({
      access: "keys:manage",
      method: "patch",
      path: "/v1/keys/{id}",
      summary: "Rename a key, or change what it may do",
      description: "Fields left out stay; `null` takes a limit away. `workspaces` and `scopes` replace the lists.",
      tags,
      request: { params, headers: ifMatchHeader, body: { required: true, ...json(changeKeySchema) } },
      responses: CHANGED_KEY,
    }),
    async (c) => {
      const wish = { change: c.req.valid("json"), ifMatch: c.req.valid("header")["If-Match"] ?? null };
      return replyChangedKey(c, await changeKey(actOf(c), c.req.valid("param").id, wish));
    },
  )
  .openapi(
    route({
      access: "keys:manage",
      method: "delete",
      path: "/v1/keys/{id}",
      summary: "Delete a key",
      description: "Removes the entry and its usage. A key used within 24 hours needs `?confirm=used-recently`.",
      tags,
      request: { params, query: confirmSchema },
      responses: {
        200: { description: "The key as it was, and who has heard of its end.", ...json(deletedKeySchema) },
        202: { description: "Deleted, but not yet heard everywhere: see `propagation`.", ...json(deletedKeySchema) },
      },
    }),
    async (c) => {
      const confirmed = c.req.valid("query").confirm !== undefined;
      return replyPropagated(c, await removeKey(actOf(c), c.req.valid("param").id, confirmed));
    },
  );
