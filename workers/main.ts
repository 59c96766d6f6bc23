/** What the Worker is to Cloudflare: requests, the cron, the gate, the RPC entrypoint. */
import { app } from "./app.ts";
import { prune } from "./changes/prune.ts";
import { republish } from "./changes/republish.ts";
import { settingsOf } from "./env.ts";
import { logEvent } from "./http/log.ts";
import { clearWorkspaces } from "./workspaces/clear-workspaces.ts";

export { Gate } from "./gate/gate.ts";
export { Verifier } from "./rpc/verifier.ts";

const PRUNE_EVERY_MS = 10 * 60 * 1000;
const MINUTE_MS = 60 * 1000;
/** The next cron goes on where this one stopped. */
const CLEAR_WITHIN_MS = 20 * 1000;

export default {
  fetch: app.fetch,
  /** Each minute: changes that some gate has not confirmed are pushed again, deleted workspaces are cleared; the broom. */
  async scheduled(controller, env) {
    const settings = settingsOf(env);
    const confirmed = await republish(env, settings);
    if (confirmed > 0) logEvent("info", "republished", { changes: confirmed });
    if (controller.scheduledTime % PRUNE_EVERY_MS < MINUTE_MS) await prune(env.DB, settings);
    const cleared = await clearWorkspaces({ db: env.DB, clock: Date.now, untilMs: Date.now() + CLEAR_WITHIN_MS });
    if (cleared > 0) logEvent("info", "workspaces_cleared", { workspaces: cleared });
  },
} satisfies ExportedHandler<Env>;
