/** The deployment: its settings as texts, and the bindings of the simulated platform. */
import type { PlannedSettings } from "./plan.ts";

type Bindings = { readonly DB: object; readonly KV: object; readonly GATE: object };

/** The environment of every Worker and gate of a schedule. */
export function envOf(settings: PlannedSettings, bindings: Bindings): Env {
  const env = {
    ...bindings,
    KEY_PREFIX: "lk",
    KEY_ENV: "test",
    PEPPER: "a pepper that only the simulation uses, 32+ characters",
    SETUP_TOKEN: "setup-token-of-the-simulation",
    VERIFY_MODE: "gate",
    LEASE_SECONDS: String(settings.leaseSeconds),
    PROPAGATION_WAIT_SECONDS: String(settings.waitSeconds),
    KV_VALIDITY_SECONDS: String(settings.kvValiditySeconds),
    ISOLATE_LEASE_MS: String(settings.isolateLeaseMs),
    USAGE_FLUSH_SECONDS: String(settings.flushSeconds),
    GATES_PER_REGION: "1",
    ALLOWED_ORIGINS: "",
    SERVER_TIMING: "0",
    ALLOW_LOOPBACK_WEBHOOKS: "0",
  };
  if (!isEnv(env)) throw new Error("an environment has bindings");
  return env;
}

function isEnv(value: object): value is Env {
  return "DB" in value && "KV" in value && "GATE" in value;
}
