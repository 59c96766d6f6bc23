/** `GET /v1/session`: who is signed in; and their own name. */
import { changedUserSchema, changeUserSchema, sessionPersonSchema } from "#shared/management/session.ts";
import { sessionIdSchema } from "#shared/ids.ts";
import { ok } from "#shared/result.ts";
import { settingsOf } from "#workers/env.ts";
import { reply } from "#workers/http/problem.ts";
import { describePerson } from "#workers/people/describe-person.ts";
import { renameUser } from "#workers/people/rename-user.ts";
import { actOf } from "./act-of.ts";
import { json, route } from "./route.ts";
import { router } from "./router.ts";

export const sessionRoutes = router()
  .openapi(
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
      const { keyPrefix, keyEnv, signInProviders } = settingsOf(c.env);
      const person = {
        session: { id: sessionIdSchema.parse(credential.id) },
        ...(await describePerson(c.env.DB, userId)),
        mcp_url: new URL("/mcp", c.req.url).href,
        key: { prefix: keyPrefix, env: keyEnv },
        sign_in: { github: signInProviders.github !== undefined, google: signInProviders.google !== undefined },
      };
      return reply(c, ok(person), 200);
    },
  )
  .openapi(
    route({
      access: "session",
      method: "patch",
      path: "/v1/session/user",
      summary: "Change your name",
      tags: ["Session"],
      request: { body: { required: true, ...json(changeUserSchema) } },
      responses: { 200: { description: "You.", ...json(changedUserSchema) } },
    }),
    async (c) => reply(c, ok({ user: await renameUser(actOf(c), c.req.valid("json").name) }), 200),
  );
