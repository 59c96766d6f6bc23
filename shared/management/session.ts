/** The person who is signed in, and their sessions, on the wire. */
import { z } from "zod";
import { appIdSchema, sessionIdSchema, userIdSchema } from "../ids.ts";
import { pageSchema } from "../paging.ts";
import { propagationSchema } from "../propagation.ts";
import { nameSchema } from "../text.ts";
import { workspaceSchema } from "./workspaces.ts";

const sessionUserSchema = z.object({
  id: userIdSchema,
  name: z.string(),
  email: z.string(),
  has_password: z.boolean().meta({ description: "False for who signs in by passkey or provider alone." }),
});

export const sessionPersonSchema = z
  .object({
    session: z.object({ id: sessionIdSchema }),
    user: sessionUserSchema,
    workspaces: z.array(workspaceSchema).meta({ description: "Those they are a member of, by name." }),
    mcp_url: z.url().meta({ description: "What MCP clients connect to." }),
    key: z.object({ prefix: z.string(), env: z.string() }).meta({ description: "How keys begin: `<prefix>_<env>_`." }),
    sign_in: z
      .object({ github: z.boolean(), google: z.boolean() })
      .meta({ description: "Other sites that people may sign in by." }),
  })
  .meta({ id: "SessionPerson" });
export type SessionPerson = z.infer<typeof sessionPersonSchema>;

export const changeUserSchema = z.strictObject({ name: nameSchema }).meta({ id: "ChangeUser" });
export const changedUserSchema = z.object({ user: sessionUserSchema }).meta({ id: "ChangedUser" });

const sessionSchema = z
  .object({
    id: sessionIdSchema,
    current: z.boolean(),
    created_at: z.iso.datetime(),
    last_seen_at: z.iso.datetime().meta({ description: "Exact to five minutes." }),
    ip: z.string().nullable(),
    user_agent: z.string().nullable(),
  })
  .meta({ id: "Session" });
export type Session = z.infer<typeof sessionSchema>;

export const sessionPageSchema = pageSchema(sessionSchema).meta({ id: "SessionPage" });

export const endedSessionsSchema = z.object({ ended: z.int() }).meta({ id: "EndedSessions" });
export type EndedSessions = z.infer<typeof endedSessionsSchema>;

export const endAllSessionsSchema = z.strictObject({
  disconnect_apps: z
    .enum(["true", "false"])
    .default("false")
    .meta({ description: "`true`: your connected apps are disconnected too." }),
});

export const signedOutEverywhereSchema = endedSessionsSchema
  .extend({
    apps: z
      .array(z.object({ id: appIdSchema, name: z.string() }))
      .meta({ description: "The connected apps that were disconnected with it." }),
    propagation: propagationSchema,
  })
  .meta({ id: "SignedOutEverywhere" });
export type SignedOutEverywhere = z.infer<typeof signedOutEverywhereSchema>;

export const resetLinkSchema = z
  .object({
    url: z.url().meta({ description: "The link to hand over. It is shown here and nowhere else, and works once." }),
    expires_at: z.iso.datetime(),
  })
  .meta({ id: "ResetLink" });
export type ResetLink = z.infer<typeof resetLinkSchema>;
