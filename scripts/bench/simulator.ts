/**
 * One Worker in a workerd process of its own, with D1, KV and Durable Objects, asked on its own socket: no proxy and no
 * router of the local development tools is in the way. D1 and KV are miniflare's simulators, in the same process.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import type { Platform } from "./platform.ts";

const HOST = "127.0.0.1";

/** What the bench uses of miniflare, which is wrangler's dependency and none of ours. */
type Miniflare = {
  readonly ready: Promise<URL>;
  unsafeGetDirectURL(worker: string, entrypoint?: string): Promise<URL>;
  dispose(): Promise<void>;
};
type MiniflareModule = {
  readonly Miniflare: new (options: unknown) => Miniflare;
  readonly convertV4MiniflareOptions: (options: unknown) => unknown;
};

export type Simulator = {
  /** The workerd process. */
  readonly pid: number;
  readonly url: URL;
  /** Where the Worker's entrypoint `Seed` listens. */
  readonly seedUrl: URL;
  readonly stop: () => Promise<void>;
};

export type SimulatorWish = {
  readonly script: string;
  readonly vars?: Readonly<Record<string, string>>;
  readonly hasGate?: boolean;
  readonly inspectorPort?: number;
};

/** Starts it. One after the other: the process is told from others by being new. */
export async function startSimulator(platform: Platform, wish: SimulatorWish): Promise<Simulator> {
  const { Miniflare: Simulated, convertV4MiniflareOptions } = loadMiniflare();
  const before = new Set(childProcesses());
  const { hasGate = false, inspectorPort = null } = wish;
  const worker = {
    name: "bench",
    modules: true,
    script: wish.script,
    compatibilityDate: platform.compatibilityDate,
    compatibilityFlags: platform.compatibilityFlags,
    bindings: { ...platform.vars, ...wish.vars },
    d1Databases: { DB: "bench" },
    kvNamespaces: { KV: "bench", OAUTH_KV: "oauth" },
    ...(hasGate ? { durableObjects: { GATE: { className: "Gate", useSQLite: true } } } : {}),
    unsafeDirectSockets: [
      { host: HOST, port: 0 },
      { host: HOST, port: 0, entrypoint: "Seed" },
    ],
  };
  const shared = { host: HOST, cf: false, ...(inspectorPort === null ? {} : { inspectorPort }) };
  const simulated = new Simulated(
    convertV4MiniflareOptions({ ...shared, handleStructuredLogs: ignore, workers: [worker] }),
  );
  await simulated.ready;
  return {
    pid: await newChild(before),
    url: await simulated.unsafeGetDirectURL("bench"),
    seedUrl: await simulated.unsafeGetDirectURL("bench", "Seed"),
    stop: () => simulated.dispose(),
  };
}

function loadMiniflare(): MiniflareModule {
  const ofWrangler = createRequire(createRequire(import.meta.url).resolve("wrangler"));
  const loaded: MiniflareModule = ofWrangler("miniflare");
  return loaded;
}

function childProcesses(): number[] {
  const text = readFileSync(`/proc/self/task/${process.pid}/children`, "utf8").trim();
  return text === "" ? [] : text.split(" ").map(Number);
}

async function newChild(before: ReadonlySet<number>): Promise<number> {
  for (let tries = 0; tries < 50; tries += 1) {
    const fresh = childProcesses().filter((pid) => !before.has(pid) && isWorkerd(pid));
    const [pid] = fresh;
    if (pid !== undefined && fresh.length === 1) return pid;
    await sleep(20);
  }
  throw new Error("no new workerd process was found");
}

function isWorkerd(pid: number): boolean {
  return readFileSync(`/proc/${pid}/comm`, "utf8").trim() === "workerd";
}

function ignore(): void {
  // The Worker's log lines are written all the same: their cost is a part of what is measured.
}
