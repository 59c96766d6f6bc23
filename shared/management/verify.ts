/** Verification for other backends, on the wire and over Worker RPC. */
import { z } from "zod";
import { keyIdSchema, userIdSchema, workspaceIdSchema } from "../ids.ts";
import { CREDENTIAL_LENGTH_MAX } from "../limits.ts";
import { scopeSchema } from "../scope-schema.ts";

export const verifyKeySchema = z
  .strictObject({
    secret: z
      .string()
      .min(1)
      .max(CREDENTIAL_LENGTH_MAX)
      .meta({ description: "The key's full text, as your caller sent it." }),
    scope: scopeSchema.optional().meta({ description: "The scope that your caller's request needs." }),
    workspace: workspaceIdSchema.optional().meta({ description: "The workspace that it concerns." }),
    tool: z.string().max(128).optional().meta({ description: "The MCP tool that it calls." }),
    ip: z.string().max(64).optional().meta({ description: "Your caller's address, for keys limited to some." }),
    client: z.string().max(200).optional().meta({ description: "Your caller's name, for the key's last use." }),
    count_usage: z
      .boolean()
      .default(true)
      .meta({ description: "False: takes nothing from the rate limit and leaves no trace in usage." }),
  })
  .meta({ id: "VerifyKey" });
export type VerifyKey = z.infer<typeof verifyKeySchema>;

/** In the order in which they are made. */
export const VERIFY_CHECKS = [
  "format",
  "tag",
  "known",
  "status",
  "expiry",
  "transport",
  "ip",
  "rate_limit",
  "scope",
  "workspace",
  "tool",
] as const;

export const verifiedKeySchema = z
  .object({
    valid: z.boolean(),
    code: z.string().meta({ description: "`ok`, or the error code that a request with the key would get." }),
    key: z.object({ id: keyIdSchema, owner_id: userIdSchema }).nullable(),
    scopes: z.array(scopeSchema),
    workspaces: z.array(workspaceIdSchema),
    checks: z.array(
      z.object({
        check: z.enum(VERIFY_CHECKS),
        outcome: z.enum(["passed", "failed", "skipped"]),
        detail: z.string().nullable().meta({ description: "For a failed check: what is wrong and what to do." }),
      }),
    ),
  })
  .meta({ id: "VerifiedKey" });
export type VerifiedKey = z.infer<typeof verifiedKeySchema>;
