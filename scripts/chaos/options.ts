/** What `npm run chaos` is told on its command line. */
import { parseArgs } from "node:util";

export type ChaosOptions = {
  readonly kills: number;
  /** How long the server is under load, all its lives together. */
  readonly seconds: number;
  readonly seed: number;
  /** The server's port; 0: one that is free. */
  readonly port: number;
};

/** Reads the flags; throws what a person should know. Without `--seed` each run draws its own. */
export function chaosOptions(args: readonly string[]): ChaosOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      kills: { type: "string", default: "20" },
      seconds: { type: "string", default: "80" },
      seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 32)) },
      port: { type: "string", default: "0" },
    },
  });
  return {
    kills: wholeNumber("kills", values.kills, 1),
    seconds: wholeNumber("seconds", values.seconds, 1),
    seed: wholeNumber("seed", values.seed, 0),
    port: wholeNumber("port", values.port, 0),
  };
}

function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text);
  if (/^\d{1,10}$/.test(text) && value >= least) return value;
  throw new Error(`--${name} takes a whole number from ${least} on, as in: npm run chaos -- --${name} ${least}`);
}
