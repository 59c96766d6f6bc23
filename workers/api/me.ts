/** `GET /v1/me`: the principal, as the caller may see itself. */
import { z } from "zod";
import { keyIdSchema, userIdSchema, workspaceIdSchema } from "#shared/ids.ts";
import { ok } from "#shared/result.ts";
import { roleSchema, scopeSchema } from "#shared/scopes.ts";
import { reply } from "#workers/http/problem.ts";
import { json, route } from "./route.ts";
import { router } from "./router.ts";

const meSchema = z
  .object({
    credential: z.object({ kind: z.literal("key"), id: keyIdSchema }),
    user: z.object({ id: userIdSchema }),
    scopes: z.array(scopeSchema),
    workspaces: z.array(z.object({ id: workspaceIdSchema, role: roleSchema })),
    allowed_tools: z.array(z.string()).readonly().nullable(),
  })
  .meta({ id: "Me" });

export const meRoutes = router().openapi(
  route({
    access: "any",
    method: "get",
    path: "/v1/me",
    summary: "Who am I?",
    description: "The credential, its scopes, and the workspaces it reaches now.",
    tags: ["Me"],
    responses: { 200: { description: "The principal.", ...json(meSchema) } },
  }),
  (c) => {
    const { credential, userId, scopes, workspaces, allowedTools } = c.get("principal");
    return reply(
      c,
      ok({
        credential,
        user: { id: userId },
        scopes: [...scopes],
        workspaces: [...workspaces],
        allowed_tools: allowedTools,
      }),
      200,
    );
  },
);
