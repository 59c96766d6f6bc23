/** `POST /v1/keys/import`: keys of other systems, by the digests of their secrets. */
import { importKeysSchema, importReportSchema } from "#shared/management/import.ts";
import { reply } from "#workers/http/problem.ts";
import { importKeys } from "#workers/keys/import/import-keys.ts";
import { actOf } from "./act-of.ts";
import { json, route } from "./route.ts";
import { router } from "./router.ts";

export const keyImportRoutes = router().openapi(
  route({
    access: "keys:manage",
    method: "post",
    path: "/v1/keys/import",
    summary: "Import keys of another system",
    description:
      "By the SHA-256 of their secrets, which work on unchanged. Each row is made as a whole or refused by itself; a digest " +
      "that is here already is answered `exists`, so an import can be repeated. You run each workspace that a row names.",
    tags: ["Keys"],
    request: { body: { required: true, ...json(importKeysSchema) } },
    responses: { 200: { description: "What became of each row.", ...json(importReportSchema) } },
  }),
  async (c) => reply(c, await importKeys(actOf(c), c.req.valid("json")), 200),
);
