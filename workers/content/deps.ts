/** What content use cases are given. They read no clock, draw no entropy and know no bindings themselves. */
import { type EpochMs, epochMs } from "#shared/brand.ts";
import { mintId, type MintId } from "#shared/ids.ts";
import { type Settings, settingsOf } from "#workers/env.ts";

/** For everything but running automations. */
export type ContentDeps = {
  readonly db: D1Database;
  /** When the request was received. */
  readonly now: EpochMs;
  readonly mint: MintId;
};

/** For automations too: the network, the secrets behind signatures, and a clock that measures a run. */
export type AutomationDeps = ContentDeps & {
  readonly settings: Pick<Settings, "pepper" | "pepperPrevious" | "allowLoopbackWebhooks">;
  readonly fetch: typeof fetch;
  readonly clock: () => EpochMs;
};

/** The dependencies of a request, from the Worker's bindings; the request is taken to come in now. */
export function contentDeps(env: Env, now: EpochMs = epochMs(Date.now())): AutomationDeps {
  return {
    db: env.DB,
    now,
    mint: mintId,
    settings: settingsOf(env),
    // NOTE: called through an arrow, since workerd's fetch refuses to be the method of another object.
    fetch: (input, init) => fetch(input, init),
    clock: () => epochMs(Date.now()),
  };
}
