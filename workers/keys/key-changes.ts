/** A change of a key's fields: the columns it sets, the workspaces it adds, and what the audit log says of it. Pure. */
import { type EpochMs, epochMs } from "#shared/brand.ts";
import type { WorkspaceId } from "#shared/ids.ts";
import type { ChangeKey, Key } from "#shared/management/keys.ts";
import { normalizeScopes } from "#shared/scopes.ts";

type Column = readonly [name: string, value: string | number | null];

/** Whether it is a rename and nothing else: that is no change of what the key may do. */
export function renamesOnly(change: ChangeKey): boolean {
  return Object.keys(change).every((field) => field === "name");
}

/** The columns of `keys` that it sets. */
export function columnsOf(change: ChangeKey): Column[] {
  const { name, scopes, expires_at: expiry, rate_limit: rate, allow_query: allowQuery } = change;
  const columns: (Column | null)[] = [
    name === undefined ? null : ["name", name],
    scopes === undefined ? null : ["scopes", JSON.stringify(normalizeScopes(scopes))],
    expiry === undefined ? null : ["expires_at", timeOf(expiry)],
    listColumn("allowed_ips", change.allowed_ips),
    listColumn("allowed_tools", change.allowed_tools),
    rate === undefined ? null : ["rate_per_minute", rate?.per_minute ?? null],
    rate === undefined ? null : ["rate_burst", rate?.burst ?? null],
    allowQuery === undefined ? null : ["allow_query", allowQuery ? 1 : 0],
  ];
  return columns.filter((column) => column !== null);
}

function listColumn(name: string, list: readonly string[] | null | undefined): Column | null {
  if (list === undefined) return null;
  return [name, list === null ? null : JSON.stringify([...new Set(list)])];
}

/** The workspaces that the key reaches then, and those of them that it does not reach yet. */
export function reachOf(
  key: Key,
  change: ChangeKey,
): { readonly workspaces: readonly WorkspaceId[]; readonly added: readonly WorkspaceId[] } {
  const reached = key.workspaces.map((workspace) => workspace.id);
  const workspaces = change.workspaces ?? reached;
  return { workspaces, added: workspaces.filter((id) => !reached.includes(id)) };
}

/** For the audit log: the fields as they become, and the same fields as they were. */
export function detailOf(key: Key, change: ChangeKey): { readonly changed: object; readonly before: object } {
  const changed = {
    ...change,
    ...(change.scopes === undefined ? {} : { scopes: normalizeScopes(change.scopes) }),
    ...(change.workspaces === undefined ? {} : { workspaces: [...new Set(change.workspaces)] }),
    ...(typeof change.expires_at === "string" ? { expires_at: new Date(change.expires_at).toISOString() } : {}),
  };
  const { name, scopes, expires_at, allowed_ips, rate_limit, allowed_tools, allow_query } = key;
  const workspaces = key.workspaces.map((workspace) => workspace.id);
  const fields = { name, scopes, workspaces, expires_at, allowed_ips, rate_limit, allowed_tools, allow_query };
  const before = Object.fromEntries(Object.entries(fields).filter(([field]) => field in changed));
  return { changed, before };
}

/** ISO 8601 on the wire as epoch milliseconds. */
export function timeOf(text: string | null): EpochMs | null {
  return text === null ? null : epochMs(Date.parse(text));
}
