/** The signed-in person on the wire: what the dashboard starts from. */
import { z } from "zod";
import { sessionIdSchema, userIdSchema } from "../ids.ts";
import { workspaceSchema } from "./workspaces.ts";

export const sessionPersonSchema = z
  .object({
    session: z.object({ id: sessionIdSchema }),
    user: z.object({
      id: userIdSchema,
      name: z.string(),
      email: z.string(),
      has_password: z.boolean().meta({ description: "Whether they can sign in with a password." }),
    }),
    workspaces: z.array(workspaceSchema).meta({ description: "Those they are a member of, by name." }),
    mcp_url: z.url().meta({ description: "What MCP clients connect to." }),
    key: z.object({ prefix: z.string(), env: z.string() }).meta({ description: "How keys begin: `<prefix>_<env>_`." }),
  })
  .meta({ id: "SessionPerson" });
export type SessionPerson = z.infer<typeof sessionPersonSchema>;
