/** What workspaces ask of the keys that reach them, as the form for keys has to know it. Pure. */
import type { Workspace } from "../api/session.ts";

/** The shortest life that one of the chosen workspaces allows, and which. */
export type LifeLimit = { readonly days: number; readonly workspace: string };

export function lifeLimitOf(workspaces: readonly Workspace[], chosen: readonly string[]): LifeLimit | null {
  const limits = workspaces.flatMap(({ id, name, key_policy: { max_days: days } }) =>
    chosen.includes(id) && days !== null ? [{ days, workspace: name }] : [],
  );
  return limits.toSorted((left, right) => left.days - right.days)[0] ?? null;
}

/** Why the person may make no key that reaches a workspace; `null` where they may. */
export function closedBecause({ role, key_policy: policy }: Workspace): string | null {
  return policy.creators === "admins" && role === "member" ? "Only its owners and admins make keys for it." : null;
}
