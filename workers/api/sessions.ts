/** `/v1/sessions`: where a person is signed in. Keys have no part in it. */
import { z } from "zod";
import { sessionIdSchema } from "#shared/ids.ts";
import {
  endAllSessionsSchema,
  endedSessionsSchema,
  sessionPageSchema,
  signedOutEverywhereSchema,
} from "#shared/management/session.ts";
import { pageQuerySchema } from "#shared/management/workspaces.ts";
import { reply } from "#workers/http/problem.ts";
import { endAllSessions, endSession, listSessions } from "#workers/people/sessions.ts";
import { actOf } from "./act-of.ts";
import { replyPropagated } from "./propagated.ts";
import { json, route } from "./route.ts";
import { router } from "./router.ts";

const tags = ["Session"];

export const sessionListRoutes = router()
  .openapi(
    route({
      access: "session",
      method: "get",
      path: "/v1/sessions",
      summary: "List your sessions",
      description: "Where you are signed in, the newest sign-in first.",
      tags,
      request: { query: pageQuerySchema },
      responses: { 200: { description: "A page of sessions.", ...json(sessionPageSchema) } },
    }),
    async (c) => reply(c, await listSessions(actOf(c), c.req.valid("query")), 200),
  )
  .openapi(
    route({
      access: "session",
      method: "delete",
      path: "/v1/sessions",
      summary: "Sign out everywhere",
      description: "Here too. Keys stay good, and apps stay connected unless you say that they are not to.",
      tags,
      request: { query: endAllSessionsSchema },
      responses: {
        200: { description: "How many sessions ended, and which apps.", ...json(signedOutEverywhereSchema) },
        202: { description: "Done, but not yet heard everywhere.", ...json(signedOutEverywhereSchema) },
      },
    }),
    async (c) => {
      const disconnectApps = c.req.valid("query").disconnect_apps === "true";
      return replyPropagated(c, await endAllSessions(actOf(c), { disconnectApps }));
    },
  )
  .openapi(
    route({
      access: "session",
      method: "delete",
      path: "/v1/sessions/{id}",
      summary: "End one of your sessions",
      description: "Whoever uses it is signed out with their next request.",
      tags,
      request: { params: z.object({ id: sessionIdSchema }) },
      responses: { 200: { description: "Ended.", ...json(endedSessionsSchema) } },
    }),
    async (c) => reply(c, await endSession(actOf(c), c.req.valid("param").id), 200),
  );
