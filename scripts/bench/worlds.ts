/** The workerd processes that are measured: which Worker each runs, under which settings, with how many keys. */
import { basename, join } from "node:path";
import { readD1Migrations } from "@cloudflare/vitest-plugin";
import { z } from "zod";
import { type Bundle, bundle } from "./bundle.ts";
import { installPeers } from "./install-peers.ts";
import type { Platform } from "./platform.ts";
import { type Simulator, startSimulator } from "./simulator.ts";

type WorldPlan = {
  readonly main: string;
  /** Import specifiers of the product that are taken from another file. */
  readonly alias?: Readonly<Record<string, string>>;
  readonly vars?: Readonly<Record<string, string>>;
  /** How many keys are minted and put into D1 and KV; a peer makes one credential of its own. */
  readonly keys?: number;
  readonly hasGate?: boolean;
  /** Bundled from the folder of the peers' packages. */
  readonly needsPeers?: boolean;
};

const WORKERS = "scripts/bench/workers";
const PEERS = "scripts/bench/peers";
const NO_ISOLATE_LEASES = { ISOLATE_LEASE_MS: "0" };
/** More than the forgetful gate remembers, and than are asked for at the same time. */
const KEYS_TO_FORGET = 256;
const SEED_TIMEOUT_MS = 60_000;

const PLANS = {
  leases: { main: `${WORKERS}/checked.ts`, keys: 1, hasGate: true },
  gate: { main: `${WORKERS}/checked.ts`, vars: NO_ISOLATE_LEASES, keys: 1, hasGate: true },
  "forgetful-gate": {
    main: `${WORKERS}/checked.ts`,
    alias: { "#shared/limits.ts": `${WORKERS}/limits-of-a-forgetful-gate.ts` },
    vars: NO_ISOLATE_LEASES,
    keys: KEYS_TO_FORGET,
    hasGate: true,
  },
  primary: { main: `${WORKERS}/checked.ts`, vars: { VERIFY_MODE: "primary" }, keys: 1, hasGate: true },
  product: { main: `${WORKERS}/product.ts`, keys: 1, hasGate: true },
  mcp: {
    main: `${WORKERS}/mcp.ts`,
    alias: {
      "#workers/content/workspaces/list-reached-workspaces.ts": `${WORKERS}/workspaces-without-storage.ts`,
    },
    keys: 1,
    hasGate: true,
  },
  "d1-lookup": { main: `${WORKERS}/d1-lookup.ts` },
  "better-auth-d1": { main: `${PEERS}/better-auth-d1.js`, needsPeers: true },
  "better-auth-kv": { main: `${PEERS}/better-auth-kv.js`, needsPeers: true },
  "oauth-provider": { main: `${PEERS}/oauth-provider.js`, needsPeers: true },
} as const satisfies Readonly<Record<string, WorldPlan>>;

export type WorldName = keyof typeof PLANS;

/** Whether the world's Worker is bundled from packages that the bench has to install first. */
export function needsPeers(name: WorldName): boolean {
  const plan: WorldPlan = PLANS[name];
  return plan.needsPeers === true;
}

export type World = Simulator & {
  /** Good credentials, in the order they were made. */
  readonly secrets: readonly string[];
  /** Takes the first of them away, and waits until the world has said that it is gone. */
  readonly revokeFirst: () => Promise<void>;
};

export type StartOptions = { readonly minify?: boolean; readonly inspectorPort?: number };

/** Builds a world's Worker; safe to do for several at once, and again. */
export async function bundleWorld(platform: Platform, name: WorldName, minify = true): Promise<Bundle> {
  const { main, alias = {} }: WorldPlan = PLANS[name];
  const from = needsPeers(name) ? join(await installPeers(), basename(main)) : main;
  return bundle(platform, { name, main: from, alias, minify });
}

/** Bundles, starts and fills a world. Starts are made one after the other. */
export async function startWorld(platform: Platform, name: WorldName, options: StartOptions = {}): Promise<World> {
  const plan: WorldPlan = PLANS[name];
  const { minify = true, inspectorPort } = options;
  const { script } = await bundleWorld(platform, name, minify);
  const simulator = await startSimulator(platform, {
    script,
    vars: plan.vars ?? {},
    hasGate: plan.hasGate ?? false,
    ...(inspectorPort === undefined ? {} : { inspectorPort }),
  });
  const revokeFirst = async (): Promise<void> => {
    await askSeed(simulator, { method: "DELETE" });
  };
  return { ...simulator, secrets: await seed(simulator, plan.keys ?? 1), revokeFirst };
}

const seededSchema = z.object({ secrets: z.array(z.string()).min(1) });

async function seed(simulator: Simulator, keys: number): Promise<string[]> {
  const migrations = (await readD1Migrations("migrations")).flatMap(({ queries }) => queries);
  const answer = await askSeed(simulator, { method: "POST", body: JSON.stringify({ migrations, keys }) });
  return seededSchema.parse(JSON.parse(answer)).secrets;
}

async function askSeed({ seedUrl }: Simulator, request: RequestInit): Promise<string> {
  const response = await fetch(seedUrl, { ...request, signal: AbortSignal.timeout(SEED_TIMEOUT_MS) });
  const text = await response.text();
  if (!response.ok) throw new Error(`the world's seed answered ${response.status}: ${text}`);
  return text;
}
