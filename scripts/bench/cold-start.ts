/**
 * What a fresh process has to do before it can answer: workerd by itself, without simulators, until it has refused a
 * forged key (which needs no storage), by CPU time of the process.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../local/port.ts";
import { ask } from "./ask.ts";
import { type Bundle, bundle } from "./bundle.ts";
import { cpuTimeNs } from "./cpu-time.ts";
import type { Platform } from "./platform.ts";
import { median } from "./statistics.ts";

const WORKERS = "scripts/bench/workers";
const START_TIMEOUT_MS = 20_000;
const NO_SIGN_IN = `${WORKERS}/no-sign-in.ts`;

type Variant = { readonly title: string; readonly main: string; readonly alias?: Readonly<Record<string, string>> };

const VARIANTS: readonly Variant[] = [
  { title: "bare Hono route", main: `${WORKERS}/bare.ts` },
  { title: "the key check alone", main: `${WORKERS}/key-check.ts` },
  {
    title: "the product, its sign-in library left out",
    main: `${WORKERS}/product.ts`,
    alias: { "./auth.ts": NO_SIGN_IN, "#workers/people/passkey-registration.ts": NO_SIGN_IN },
  },
  { title: "the product as it is, sign-in library loaded when somebody signs in", main: `${WORKERS}/product.ts` },
  { title: "the product, were that library loaded at once", main: `${WORKERS}/product-with-sign-in.ts` },
];

export type ColdStart = {
  readonly title: string;
  readonly bytes: number;
  readonly gzipBytes: number;
  readonly minMs: number;
  readonly medianMs: number;
};

/** Each variant `rounds` times, in turn. The key need not be known to anybody: its tag is wrong. */
export async function measureColdStarts(
  platform: Platform,
  { rounds, forgedKey }: { readonly rounds: number; readonly forgedKey: string },
): Promise<ColdStart[]> {
  const bundles: (Variant & Bundle & { readonly cpuMs: number[] })[] = [];
  for (const [index, variant] of VARIANTS.entries()) {
    bundles.push({ ...variant, ...(await bundle(platform, { name: `cold-${index}`, ...variant })), cpuMs: [] });
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, { script, cpuMs }] of bundles.entries()) {
      cpuMs.push(await startOnce(platform, { script, forgedKey, folder: `.wrangler/bench/cold-${index}` }));
    }
  }
  return bundles.map(({ title, bytes, gzipBytes, cpuMs }) => {
    return { title, bytes, gzipBytes, minMs: Math.min(...cpuMs), medianMs: median(cpuMs) };
  });
}

type Start = { readonly script: string; readonly forgedKey: string; readonly folder: string };

async function startOnce(platform: Platform, { script, forgedKey, folder }: Start): Promise<number> {
  const port = await freePort();
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "worker.js"), script);
  const config = join(folder, "config.capnp");
  await writeFile(config, configText(platform, port));
  const child = spawn(workerdBinary(), ["serve", config], { stdio: "ignore" });
  try {
    return await cpuUntilAnswer(child, { port, forgedKey });
  } finally {
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  }
}

async function cpuUntilAnswer(
  { pid }: ChildProcess,
  { port, forgedKey }: { readonly port: number; readonly forgedKey: string },
): Promise<number> {
  if (pid === undefined) throw new Error("workerd could not be started");
  const url = new URL(`http://127.0.0.1:${port}`);
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const answer = await ask(url, { path: "/v1/me", bearer: forgedKey }).catch(() => null);
    if (answer !== null) {
      if (answer.status >= 500) throw new Error(`the first answer was ${answer.status}: ${answer.body}`);
      return cpuTimeNs(pid) / 1_000_000;
    }
    await sleep(5);
  }
  throw new Error("workerd did not answer");
}

/** A Cap'n Proto text config. Strings of JSON are strings of Cap'n Proto too, as far as these go. */
function configText({ compatibilityDate, compatibilityFlags, vars }: Platform, port: number): string {
  const bindings = Object.entries(vars).map(
    ([name, text]) => `(name = ${JSON.stringify(name)}, text = ${JSON.stringify(text)})`,
  );
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .main)],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")]
);
const main :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = ${JSON.stringify(compatibilityDate)},
  compatibilityFlags = ${JSON.stringify(compatibilityFlags)},
  bindings = [${bindings.join(", ")}]
);
`;
}

/** The workerd that wrangler brings, as it is without the script around it. */
function workerdBinary(): string {
  const ofWrangler = createRequire(createRequire(import.meta.url).resolve("wrangler"));
  const { default: path }: { default: string } = ofWrangler("workerd");
  return path;
}
