/** The management act behind a request: what every use case that writes is given. */
import { epochMs } from "#shared/brand.ts";
import { mintId } from "#shared/ids.ts";
import type { Act } from "#workers/audit/act.ts";
import { settingsOf } from "#workers/env.ts";
import type { AppContext } from "#workers/http/app-env.ts";
import { callerIp } from "#workers/http/caller.ts";
import { cleanClientName } from "#workers/http/client-name.ts";

/** For a guarded route. */
export function actOf(c: AppContext): Act {
  return { ...strangersAct(c), principal: c.get("principal") };
}

/** For setup, where nobody is known yet. */
export function strangersAct(c: AppContext): Omit<Act, "principal"> {
  return {
    env: c.env,
    settings: settingsOf(c.env),
    db: c.env.DB,
    now: epochMs(Date.now()),
    mint: mintId,
    waitUntil: (work) => {
      c.executionCtx.waitUntil(work);
    },
    ip: callerIp(c.req.raw),
    userAgent: cleanClientName(c.req.header("user-agent") ?? null),
    requestId: c.get("requestId"),
  };
}
