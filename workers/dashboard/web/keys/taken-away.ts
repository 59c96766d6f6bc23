/** What a key loses by a change, in sentences: what is done with it and would fail from then on. Pure. */
import type { Key } from "#shared/management/keys.ts";
import type { Workspace } from "../api/session.ts";
import { expiresAtOf } from "./expiry.ts";
import { type KeyDraft, openTools } from "./key-draft.ts";
import { SCOPE_LABELS } from "./scope-labels.ts";

export function takenAway(key: Key, draft: KeyDraft, workspaces: readonly Pick<Workspace, "id" | "name">[]): string[] {
  const scopes = key.scopes.filter((scope) => !draft.scopes.includes(scope)).map((scope) => SCOPE_LABELS[scope]);
  const left = key.workspaces.filter(({ id }) => !draft.workspaces.includes(id));
  const names = left.map(({ id, name }) => `“${workspaces.find((known) => known.id === id)?.name ?? name}”`);
  return [
    scopes.length === 0 ? null : `Permission: ${scopes.join(", ")}.`,
    names.length === 0 ? null : `Workspaces: ${names.join(", ")}.`,
    endsEarlier(key, draft) ? "It ends earlier." : null,
    key.allowed_ips === null && draft.ips.trim() !== "" ? "Requests from other addresses." : null,
    key.allowed_tools === null && openTools(draft) !== null ? "The tools that are not ticked." : null,
    key.allow_query && !draft.allowQuery ? "Connectors with the key in their URL." : null,
  ].filter((loss) => loss !== null);
}

function endsEarlier({ expires_at: expiresAt }: Key, { expiry }: KeyDraft): boolean {
  const next = expiresAtOf(expiry, Date.now());
  if (next === undefined || next === null) return false;
  return expiresAt === null || Date.parse(next) < Date.parse(expiresAt);
}
