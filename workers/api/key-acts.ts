/** `/v1/keys/{id}/…`: disable, enable, revoke, rotate, end-grace, usage; and `/v1/keys/verify` for other backends. */
import { z } from "zod";
import { epochMs } from "#shared/brand.ts";
import { keyIdSchema } from "#shared/ids.ts";
import { rotatedKeySchema, rotateKeySchema } from "#shared/management/keys.ts";
import { keyUsageSchema, usageQuerySchema } from "#shared/management/usage.ts";
import { verifiedKeySchema, verifyKeySchema } from "#shared/management/verify.ts";
import { err, ok } from "#shared/result.ts";
import { thisIsolate } from "#workers/access/isolate.ts";
import { verify } from "#workers/access/verify.ts";
import { callerPlace } from "#workers/http/caller.ts";
import { reply } from "#workers/http/problem.ts";
import { disableKey } from "#workers/keys/disable-key.ts";
import { enableKey } from "#workers/keys/enable-key.ts";
import { endGrace } from "#workers/keys/end-grace.ts";
import { findKey } from "#workers/keys/key-rows.ts";
import { revokeKey } from "#workers/keys/revoke-key.ts";
import { rotateKey } from "#workers/keys/rotate-key.ts";
import { readUsage } from "#workers/usage/read-usage.ts";
import { actOf } from "./act-of.ts";
import { CHANGED_KEY, ETAG_HEADER, replyChangedKey, tagAnswer } from "./key-answers.ts";
import { json, route } from "./route.ts";
import { router } from "./router.ts";

const tags = ["Keys"];
const params = z.object({ id: keyIdSchema });

export const keyActRoutes = router()
  .openapi(
    route({
      access: "keys:manage",
      method: "post",
      path: "/v1/keys/verify",
      summary: "Verify a key for another backend",
      description: "Says whether a key is good, for what, and what each check found. Of keys in your reach.",
      tags,
      request: { body: { required: true, ...json(verifyKeySchema) } },
      responses: { 200: { description: "The verdict; `valid` says it.", ...json(verifiedKeySchema) } },
    }),
    async (c) => {
      const { workspaces } = c.get("principal");
      const reach = workspaces.map((workspace) => workspace.id);
      const means = { ...actOf(c), place: callerPlace(c.req.raw), isolate: thisIsolate };
      return reply(c, await verify(means, c.req.valid("json"), reach), 200);
    },
  )
  .openapi(
    route({
      access: "keys:manage",
      method: "post",
      path: "/v1/keys/{id}/disable",
      summary: "Disable a key",
      description: "No request with it passes until it is enabled again.",
      tags,
      request: { params },
      responses: CHANGED_KEY,
    }),
    async (c) => replyChangedKey(c, await disableKey(actOf(c), c.req.valid("param").id)),
  )
  .openapi(
    route({
      access: "keys:manage",
      method: "post",
      path: "/v1/keys/{id}/enable",
      summary: "Enable a disabled key",
      tags,
      request: { params },
      responses: CHANGED_KEY,
    }),
    async (c) => replyChangedKey(c, await enableKey(actOf(c), c.req.valid("param").id)),
  )
  .openapi(
    route({
      access: "keys:manage",
      method: "post",
      path: "/v1/keys/{id}/revoke",
      summary: "Revoke a key for good",
      description: "When this answers `everywhere`, no request that arrives afterwards passes with the key.",
      tags,
      request: { params },
      responses: CHANGED_KEY,
    }),
    async (c) => replyChangedKey(c, await revokeKey(actOf(c), c.req.valid("param").id)),
  )
  .openapi(
    route({
      access: "keys:manage",
      method: "post",
      path: "/v1/keys/{id}/rotate",
      summary: "Give a key a new secret",
      description: "The secret until now works for `grace_seconds` more. Id, name and permissions stay.",
      tags,
      bodyOptional: true,
      request: { params, body: json(rotateKeySchema) },
      responses: {
        201: { description: "The key and its new secret.", headers: ETAG_HEADER, ...json(rotatedKeySchema) },
      },
    }),
    async (c) => {
      const rotated = await rotateKey(actOf(c), c.req.valid("param").id, c.req.valid("json").grace_seconds);
      if (!rotated.ok) return reply(c, rotated, 201);
      c.header("Cache-Control", "no-store");
      const { key, secret, propagation } = rotated.value;
      tagAnswer(c, key);
      return reply(c, ok({ key, secret: secret.reveal(), propagation }), 201);
    },
  )
  .openapi(
    route({
      access: "keys:manage",
      method: "post",
      path: "/v1/keys/{id}/end-grace",
      summary: "End a rotation's grace",
      description: "The secret before stops at once. Where none is in its grace nothing changes.",
      tags,
      request: { params },
      responses: CHANGED_KEY,
    }),
    async (c) => replyChangedKey(c, await endGrace(actOf(c), c.req.valid("param").id)),
  )
  .openapi(
    route({
      access: "keys:manage",
      method: "get",
      path: "/v1/keys/{id}/usage",
      summary: "How a key was used",
      description: "Every bucket of the span, also the empty ones. Late by a flush of the gates: a minute by default.",
      tags,
      request: { params, query: usageQuerySchema },
      responses: { 200: { description: "Counts.", ...json(keyUsageSchema) } },
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      const now = epochMs(Date.now());
      const key = await findKey(c.env.DB, { userId: c.get("principal").userId, now }, id);
      if (key === null) return reply(c, err({ code: "not_found", what: "key" } as const), 200);
      const usage = await readUsage(c.env.DB, { ...c.req.valid("query"), credentialId: id, now });
      return reply(c, usage.ok ? ok({ key_id: id, ...usage.value }) : usage, 200);
    },
  );
