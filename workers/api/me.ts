/** `GET /v1/me`: the principal, as the caller may see itself. */
import { z } from "zod";
import { keyIdSchema, sessionIdSchema, userIdSchema, workspaceIdSchema } from "#shared/ids.ts";
import type { Principal, RateLimitState } from "#shared/principal.ts";
import { ok } from "#shared/result.ts";
import { roleSchema, scopeSchema } from "#shared/scope-schema.ts";
import { reply } from "#workers/http/problem.ts";
import { json, route } from "./route.ts";
import { router } from "./router.ts";

const meSchema = z
  .object({
    credential: z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("key"), id: keyIdSchema }),
      z.object({ kind: z.literal("session"), id: sessionIdSchema }),
    ]),
    user: z.object({ id: userIdSchema }),
    scopes: z.array(scopeSchema),
    workspaces: z.array(z.object({ id: workspaceIdSchema, role: roleSchema })),
    allowed_tools: z.array(z.string()).readonly().nullable(),
    rate_limit: z
      .object({
        per_minute: z.int(),
        burst: z.int(),
        remaining: z.int().meta({ description: "Requests that would pass right now, in this region." }),
        reset_seconds: z.int().meta({ description: "Seconds until the whole burst is there again." }),
      })
      .nullable(),
  })
  .meta({ id: "Me" });

type Limit = NonNullable<z.infer<typeof meSchema>["rate_limit"]>;

export const meRoutes = router().openapi(
  route({
    access: "any",
    method: "get",
    path: "/v1/me",
    summary: "Who am I?",
    description: "The credential, its scopes, the workspaces it reaches now, and its limits.",
    tags: ["Me"],
    responses: { 200: { description: "The principal.", ...json(meSchema) } },
  }),
  (c) => reply(c, ok(meOf(c.get("principal"), c.get("rate"))), 200),
);

function meOf(principal: Principal, rate: RateLimitState | null): z.infer<typeof meSchema> {
  const { credential, userId, scopes, workspaces, allowedTools } = principal;
  if (credential.kind === "app") throw new Error("the token of an app is refused before it comes here");
  return {
    credential,
    user: { id: userId },
    scopes: [...scopes],
    workspaces: [...workspaces],
    allowed_tools: allowedTools,
    rate_limit: rate === null ? null : limitOf(rate),
  };
}

function limitOf({ perMinute, burst, remaining, resetSeconds }: RateLimitState): Limit {
  return { per_minute: perMinute, burst, remaining, reset_seconds: resetSeconds };
}
