/** The permissions of a key, as chips and checkboxes name them. */
import type { Scope } from "#shared/scopes.ts";

export const SCOPE_LABELS: Readonly<Record<Scope, string>> = {
  "mcp:read": "Read",
  "mcp:write": "Write",
  "mcp:execute": "Execute",
  "keys:manage": "Manage keys",
};
