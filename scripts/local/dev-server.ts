/** `wrangler dev` as a child: quiet, watched until it answers, stopped with everything it started. */
import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { calmLog } from "./calm-log.ts";

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 5000;
const CRON_INTERVAL_MS = 60_000;

export type DevServerOptions = {
  readonly port: number;
  readonly stateFolder: string;
  /** The `.dev.vars` to use. */
  readonly varsFile: string;
  /** The wrangler.toml to use instead of this folder's; its `.wrangler` is beside it. */
  readonly configFile?: string;
  /** Hears what the Worker and wrangler have to say, a line at a time. */
  readonly onLog: (line: string) => void;
};

export type DevServer = {
  readonly url: string;
  /** Settles when wrangler has ended, whoever ended it. */
  readonly ended: Promise<number>;
  /** Safe to call twice. */
  readonly stop: () => Promise<void>;
  /** The process group of wrangler and all that it started. */
  readonly group: number;
  /** SIGKILL to all of it, as when the machine runs out of memory: nothing is asked, nothing is saved. */
  readonly kill: () => Promise<void>;
};

/** Starts it and waits until it answers; throws, with what it said, when it ends before or takes too long. */
export async function startDevServer(options: DevServerOptions): Promise<DevServer> {
  const said: string[] = [];
  const child = spawnWrangler(options, (line) => {
    said.push(line);
    options.onLog(line);
  });
  const ended = new Promise<number>((settle) => child.once("exit", (code) => settle(code ?? 1)));
  const url = `http://localhost:${options.port}`;
  const stop = async (): Promise<void> => stopTree(child, ended);
  const kill = async (): Promise<void> => {
    signalTree(child, "SIGKILL");
    await ended;
  };
  const forgetInterrupt = stopWhenInterrupted(child);
  const broken = (): boolean => said.some((line) => line.includes("Build failed"));
  if (!(await answers(url, ended, broken))) {
    await stop();
    throw new Error(`The local server did not start.\n${said.join("\n")}`);
  }
  forgetInterrupt();
  tickCron(url, ended);
  return { url, ended, stop, group: child.pid ?? 0, kill };
}

function spawnWrangler(options: DevServerOptions, onLog: (line: string) => void): ChildProcess {
  const args = ["dev", "--port", String(options.port), "--persist-to", options.stateFolder];
  args.push("--env-file", options.varsFile, "--log-level", "warn", "--show-interactive-dev-session=false");
  if (options.configFile !== undefined) args.push("--config", options.configFile);
  // A process group of its own: wrangler has children of its own, and killing it alone can leave them behind.
  const child = spawn("wrangler", args, {
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.once("error", (error) => onLog(error.message));
  calmLog(child.stdout, onLog);
  calmLog(child.stderr, onLog);
  return child;
}

/** wrangler waits for a change after a failed build: nobody should wait with it. */
async function answers(url: string, ended: Promise<number>, broken: () => boolean): Promise<boolean> {
  const state = { ended: false };
  void ended.then(() => (state.ended = true));
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!state.ended && !broken() && Date.now() < deadline) {
    try {
      await fetch(url, { signal: AbortSignal.timeout(1000) });
      return true;
    } catch {
      await sleep(100);
    }
  }
  return false;
}

/**
 * `wrangler dev` runs no cron triggers. The address belongs to the local server: a deployment does not have it, since
 * Cloudflare keeps everything under /cdn-cgi/ from the Worker.
 */
function tickCron(url: string, ended: Promise<number>): void {
  const timer = setInterval(() => {
    fetch(`${url}/cdn-cgi/local/scheduled?cron=*+*+*+*+*`).catch(() => undefined);
  }, CRON_INTERVAL_MS);
  timer.unref();
  void ended.then(() => clearInterval(timer));
}

/** Until the caller has something to stop: wrangler is not in the terminal's process group, so Ctrl-C misses it. */
function stopWhenInterrupted(child: ChildProcess): () => void {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const giveUp = (): void => {
    signalTree(child, "SIGTERM");
    process.exit(130);
  };
  for (const signal of signals) process.once(signal, giveUp);
  return () => {
    for (const signal of signals) process.off(signal, giveUp);
  };
}

async function stopTree(child: ChildProcess, ended: Promise<number>): Promise<void> {
  signalTree(child, "SIGTERM");
  const late = sleep(STOP_TIMEOUT_MS, "late" as const, { ref: false });
  if ((await Promise.race([ended, late])) === "late") signalTree(child, "SIGKILL");
  await ended;
}

function signalTree(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}
