/** Gates by name: `gate:<region>[:<slot>]`. The name fixes the place, so whoever calls first gives the same hint. */
import type { CredentialId } from "#shared/ids.ts";
import type { GateRpc } from "./protocol.ts";
import { REGIONS, type Region } from "./regions.ts";

/** The gate of a region that answers for a key: always the same one, so that its rate limit is one count there. */
export function gateName(region: Region, id: CredentialId, gatesPerRegion: number): string {
  if (gatesPerRegion === 1) return `gate:${region}`;
  let hash = 0;
  for (const character of id) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return `gate:${region}:${hash % gatesPerRegion}`;
}

/** One of a region's gates: the only one, or the first. */
export function firstGate(region: Region, gatesPerRegion: number): string {
  return gatesPerRegion === 1 ? `gate:${region}` : `gate:${region}:0`;
}

/** A stub of the gate of that name, placed in the region the name says. Make a new one after a failure. */
export function findGate(env: Env, name: string): GateRpc {
  const [, hint] = name.split(":");
  const region = REGIONS.find((known) => known === hint);
  // NOTE: no retries by the runtime: a check falls back to D1 sooner than a retry would help, and a push has its own.
  const options = { retry: { maxRetries: 0 }, ...(region === undefined ? {} : { locationHint: region }) };
  return env.GATE.getByName(name, options);
}
