/** Gates that nobody has asked anything yet, so that a test says itself what one of them knows. */
import { env } from "cloudflare:workers";
import { expect } from "vitest";
import { keyIdSchema } from "#shared/ids.ts";
import { settingsOf } from "#workers/env.ts";
import { gateName } from "#workers/gate/find-gate.ts";
import { type Answer, call, type CallOptions, EVERYWHERE, type PlaceName } from "./fault-world.ts";

export type FreshGate = {
  readonly name: string;
  readonly stub: () => ReturnType<typeof env.GATE.getByName>;
  /** A request that this gate decides, and that reads nothing else: `/v1/me`. */
  readonly ask: (secret: string, bindings?: Partial<Env>) => Promise<Answer>;
  /** How to begin such a request oneself. */
  readonly route: { readonly from: PlaceName; readonly env: Partial<Env> };
};

const asked = new Set<string>();
const GATES_PER_REGION_MAX = 64;

/** A gate that would answer for this key, without lease, record or history. */
export function freshGate(id: string): FreshGate {
  for (let gates = 2; gates <= GATES_PER_REGION_MAX; gates += 1) {
    for (const from of EVERYWHERE) {
      const name = gateName(from, keyIdSchema.parse(id), gates);
      if (!asked.has(name)) return claimed(name, { from, env: { GATES_PER_REGION: String(gates) } });
    }
  }
  throw new Error("every gate was asked before");
}

function claimed(name: string, route: FreshGate["route"]): FreshGate {
  asked.add(name);
  const ask: FreshGate["ask"] = (secret, bindings = {}) => {
    const options: CallOptions = { secret, from: route.from, env: { ...route.env, ...bindings } };
    return call("/v1/me", options);
  };
  return { name, route, ask, stub: () => env.GATE.getByName(name) };
}

/** The same, with a live lease and the key in memory. */
export async function warmGate(key: { readonly id: string; readonly secret: string }): Promise<FreshGate> {
  const gate = freshGate(key.id);
  expect((await gate.ask(key.secret)).status).toBe(200);
  return gate;
}

/** Resolves when every lease that was out has ended, and nobody has renewed it. */
export async function leasesEnd(): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve, settingsOf(env).leaseMs);
  });
}
