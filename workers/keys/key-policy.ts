/** What workspaces ask of the keys that reach them: who may make them, and how long they may live. Pure. */
import type { EpochMs } from "#shared/brand.ts";
import type { WorkspaceId } from "#shared/ids.ts";
import { DAY_MS, POLICY_SLACK_MS } from "#shared/limits.ts";
import type { Refusal } from "#shared/refusals.ts";
import type { WorkspaceKeyPolicy } from "#workers/db/key-policies.ts";

type Planned = {
  readonly added: readonly WorkspaceId[];
  readonly expiresAt: EpochMs | null;
  readonly expiry: "new" | "kept";
  readonly now: EpochMs;
};

/**
 * The refusal, or `null`. Of keys that are there already a policy asks nothing: only a workspace that is added counts,
 * and every one when a key's expiry is said anew. So a key can always lose a workspace. The workspaces named are those
 * to which the caller belongs.
 */
export function refuseByPolicy(policies: readonly WorkspaceKeyPolicy[], planned: Planned): Refusal | null {
  const closed = policies.find(
    ({ id, role, creators }) => creators === "admins" && role === "member" && planned.added.includes(id),
  );
  if (closed !== undefined) {
    return { code: "not_permitted", reason: `Only owners and admins make keys that reach “${closed.name}”.` };
  }
  const asking = policies.filter(({ id }) => planned.expiry === "new" || planned.added.includes(id));
  const [strictest] = asking.flatMap(limitOf).toSorted((left, right) => left.days - right.days);
  if (strictest === undefined || isWithin(planned, strictest.days)) return null;
  const { days, name } = strictest;
  const message = `keys that reach “${name}” end within ${days} ${days === 1 ? "day" : "days"}`;
  return { code: "invalid_request", errors: [{ path: "/expires_at", message }] };
}

function limitOf({ name, max_days: days }: WorkspaceKeyPolicy): { readonly days: number; readonly name: string }[] {
  return days === null ? [] : [{ days, name }];
}

/** A caller says a time by their own clock: what it is ahead of ours is forgiven. */
function isWithin({ expiresAt, now }: Planned, days: number): boolean {
  return expiresAt !== null && expiresAt <= now + days * DAY_MS + POLICY_SLACK_MS;
}
