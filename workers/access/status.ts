/**
 * How verification stands where the caller is: which version of the code, which region, and how fresh its gate is. For
 * anybody to see, so it names no key, and asks the gate once a second per isolate however often it is asked.
 */
import { type EpochMs, epochMs } from "#shared/brand.ts";
import { STATUS_VALIDITY_MS } from "#shared/limits.ts";
import type { Settings } from "#workers/env.ts";
import { findGate, firstGate } from "#workers/gate/find-gate.ts";
import type { GateStatus } from "#workers/gate/protocol.ts";
import { type Place, type Region, regionOf } from "#workers/gate/regions.ts";
import { describeError, logEvent } from "#workers/http/log.ts";
import { withinMs } from "#workers/http/time-limit.ts";

export type StatusMeans = {
  readonly env: Env;
  readonly settings: Settings;
  readonly place: Place;
  /** The last answers. Not the asking for them: a promise of one request must not be awaited by another. */
  readonly known: Map<Region, Standing>;
};

/** `gate` null: no gate is asked in this mode, or it did not answer. */
export type Standing = {
  readonly region: Region;
  readonly gate: { readonly name: string; readonly status: GateStatus } | null;
  readonly at: EpochMs;
};

/** The standing of the caller's region. Never throws. */
export async function readStanding(means: StatusMeans): Promise<Standing> {
  const region = regionOf(means.place);
  const last = means.known.get(region) ?? { region, gate: null, at: NEVER };
  if (Date.now() - last.at < STATUS_VALIDITY_MS) return last;
  // Before it is asked, so that nobody asks beside it: meanwhile others hear what was last known.
  means.known.set(region, { ...last, at: epochMs(Date.now() + GATE_WAIT_MS) });
  const gate = await ask(means, region);
  const standing = { region, gate, at: epochMs(Date.now()) };
  means.known.set(region, standing);
  return standing;
}

/** Of several gates in a region the first speaks for them: they learn of changes in the same way. */
async function ask({ env, settings }: StatusMeans, region: Region): Promise<Standing["gate"]> {
  const name = firstGate(region, settings.gatesPerRegion);
  if (settings.verifyMode === "primary") return null;
  try {
    const status = await withinMs(findGate(env, name).status(), GATE_WAIT_MS);
    return { name, status };
  } catch (error) {
    logEvent("warn", "gate_status_unknown", { gate: name, error: describeError(error) });
    return null;
  }
}

/** Nobody's request waits for this, but whoever watches. */
const GATE_WAIT_MS = 1000;
const NEVER = epochMs(0);
