/**
 * Where tests run. `workers` and `faults` run inside workerd on real D1, KV and Durable Objects; `faults` replaces the
 * KV of the Worker and of its gates by one that tests can spoil. `node` runs on Node: clients over a socket, checks of
 * the source itself. `browser` runs on Node too, and drives Chromium against one Worker. `proofs` are the simulation and
 * the chaos, which want the machine for themselves.
 */
import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { availableParallelism } from "node:os";
import { cloudflareTest, type D1Migration, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { unstable_readConfig } from "wrangler";
import { ensureSomeDashboard } from "./scripts/local/dashboard.ts";

// Pages name what was built, and wrangler starts nothing without the folder of assets. Whether it is up to date matters
// to the tests in a browser alone.
await ensureSomeDashboard();

const config = unstable_readConfig({ config: "wrangler.toml" }, { hideWarnings: true });

const SECRETS = {
  PEPPER: "a pepper that only the tests use, 32+ characters",
  SETUP_TOKEN: "setup-token-of-the-tests",
};
// Where wrangler looks for required secrets when there is no `.dev.vars`; without them it warns once per project.
Object.assign(process.env, SECRETS);
// Tests need no look-up of where this machine is.
process.env["CLOUDFLARE_CF_FETCH_ENABLED"] ??= "false";

/** Every setting is said here, so that a developer's `.dev.vars` changes nothing in the tests. */
async function testBindings(): Promise<Record<string, string | D1Migration[]>> {
  const vars = Object.entries(config.vars).map(([name, value]) => [name, String(value)]);
  return {
    ...Object.fromEntries(vars),
    ...SECRETS,
    KEY_ENV: "test",
    ALLOW_LOOPBACK_WEBHOOKS: "1",
    TEST_MIGRATIONS: await readD1Migrations("migrations"),
  };
}

const workersPlugin = cloudflareTest(async () => ({
  wrangler: { configPath: "./wrangler.toml" },
  miniflare: { bindings: await testBindings() },
}));

/** Short enough to see a lease end within a test, and the answer that waits for it. */
const SHORT_LEASES = { LEASE_SECONDS: "3", PROPAGATION_WAIT_SECONDS: "6" };

const faultsPlugin = cloudflareTest(async () => ({
  wrangler: { configPath: "./wrangler.toml" },
  miniflare: {
    bindings: { ...(await testBindings()), ...SHORT_LEASES },
    // Wins over the KV namespace of the same name in wrangler.toml.
    serviceBindings: { KV: { name: "faulty", entrypoint: "FaultyKv" } },
    workers: [
      {
        name: "faulty",
        modules: true,
        script: stripTypeScriptTypes(readFileSync("test/faults/faulty-kv.ts", "utf8")),
        compatibilityDate: config.compatibility_date,
      },
    ],
  },
}));

/** What runs for a minute on every core, in processes of its own. */
const PROOFS = ["test/node/simulation.test.ts", "test/node/chaos.test.ts"];

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A poll ends when what it waits for is there; a second, as it is by default, is short for a machine that is busy.
    expect: { poll: { timeout: 10_000 } },
    // vitest would leave one core idle, which on two is half of the machine.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // What the Worker logs is shown for a test that failed: thousands of lines are no help otherwise.
    silent: "passed-only",
    projects: [
      {
        extends: true,
        plugins: [workersPlugin],
        test: {
          name: "workers",
          include: ["test/*.test.ts", "test/properties/**/*.test.ts"],
          setupFiles: ["test/setup.ts"],
        },
      },
      {
        extends: true,
        plugins: [faultsPlugin],
        test: { name: "faults", include: ["test/faults/**/*.test.ts"], setupFiles: ["test/setup.ts"] },
      },
      {
        extends: true,
        test: { name: "node", include: ["test/node/**/*.test.ts"], exclude: PROOFS, testTimeout: 120_000 },
      },
      {
        extends: true,
        test: {
          name: "proofs",
          include: PROOFS,
          // Last, and one after the other: each keeps all cores busy by itself.
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          globalSetup: ["test/browser/global-setup.ts"],
          testTimeout: 120_000,
          // After all others: two browsers' worth of work beside eight Workers is no fair picture of either.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
