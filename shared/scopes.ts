/**
 * What a credential may do. The scopes are independent: none implies another. Plain data, for the browser too; who
 * parses takes `scope-schema.ts`.
 */

/** All scopes, in the order they are shown and stored. */
export const SCOPES = ["mcp:read", "mcp:write", "mcp:execute", "keys:manage"] as const;

export type Scope = (typeof SCOPES)[number];

/** What a connected app may have: everything but the management of keys, which is for people and their scripts. */
export const APP_SCOPES = ["mcp:read", "mcp:write", "mcp:execute"] as const satisfies readonly Scope[];

/** One line each, for the docs, the dashboard and the connect helper. */
export const SCOPE_MEANINGS: Readonly<Record<Scope, string>> = {
  "mcp:read": "View workspaces, events, documents and production status.",
  "mcp:write": "Create and change events, documents and production items.",
  "mcp:execute": "List and run automations.",
  "keys:manage": "Manage API keys, workspaces, members and the audit log.",
};

/** What a member of a workspace is there. better-auth's names. */
export const ROLES = ["owner", "admin", "member"] as const;
export type Role = (typeof ROLES)[number];

/** The scopes a person may put on a key, from the roles they have: managing keys is for owners and admins. */
export function grantableScopes(roles: readonly Role[]): readonly Scope[] {
  return roles.some((role) => role !== "member") ? SCOPES : APP_SCOPES;
}

/** Scopes without repeats, in the order of {@link SCOPES}. */
export function normalizeScopes(scopes: readonly Scope[]): Scope[] {
  return SCOPES.filter((scope) => scopes.includes(scope));
}
