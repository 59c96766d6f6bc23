/** `Server-Timing` (W3C): what was asked about the credential, and for how long. Durations are whole milliseconds. */
import { settingsOf } from "#workers/env.ts";
import type { AppContext } from "./app-env.ts";

/** `lease`: this isolate decided alone. `gate`, `kv`, `d1`: who was waited for; a gate's time includes its own waits. */
export type TimedStep = { readonly name: "lease" | "gate" | "kv" | "d1"; readonly ms: number };

/** Adds the steps, unless the deployment keeps them to itself. Nothing where nobody was asked. */
export function setServerTiming(c: AppContext, steps: readonly TimedStep[]): void {
  if (steps.length === 0 || !settingsOf(c.env).serverTiming) return;
  c.header("Server-Timing", steps.map(({ name, ms }) => `${name};dur=${ms}`).join(", "));
}
