/** `GET /v1/session`: who is signed in. */
import { sessionPersonSchema } from "#shared/management/session.ts";
import { sessionIdSchema } from "#shared/ids.ts";
import { ok } from "#shared/result.ts";
import { settingsOf } from "#workers/env.ts";
import { reply } from "#workers/http/problem.ts";
import { describePerson } from "#workers/people/describe-person.ts";
import { json, route } from "./route.ts";
import { router } from "./router.ts";

export const sessionRoutes = router().openapi(
  route({
    access: "session",
    method: "get",
    path: "/v1/session",
    summary: "Who is signed in",
    description: "The person, their workspaces, and what clients of this deployment connect to.",
    tags: ["Session"],
    responses: { 200: { description: "The person.", ...json(sessionPersonSchema) } },
  }),
  async (c) => {
    const { credential, userId } = c.get("principal");
    const { keyPrefix, keyEnv } = settingsOf(c.env);
    const person = await describePerson(c.env.DB, userId);
    const session = { id: sessionIdSchema.parse(credential.id) };
    const mcpUrl = new URL("/mcp", c.req.url).href;
    return reply(c, ok({ session, ...person, mcp_url: mcpUrl, key: { prefix: keyPrefix, env: keyEnv } }), 200);
  },
);
