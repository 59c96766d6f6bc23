/** The one user and workspace of a bench database, and what every key of theirs may do. */
import { userIdSchema, workspaceIdSchema } from "#shared/ids.ts";
import type { Scope } from "#shared/scopes.ts";

const scopes: readonly Scope[] = ["mcp:read", "mcp:write"];

export const SEEDED = {
  user: userIdSchema.parse("usr_bench000"),
  workspace: workspaceIdSchema.parse("ws_bench000"),
  workspaceName: "Bench",
  role: "owner",
  scopes,
  /** A limit that no load reaches: what is measured is the counting, not the refusal. */
  rate: { perMinute: 60_000_000, burst: 1_000_000 },
} as const;
