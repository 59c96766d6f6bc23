/**
 * What is seen by whoever uses a client, when its key is good and when it is not, or no longer. The clients are light
 * ones, driven as `npm run clients` drives them all; where one hides our sentence, that is said here.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Driver } from "#scripts/clients/attempt.ts";
import { aiSdk } from "#scripts/clients/drivers/ai-sdk.ts";
import { inspector } from "#scripts/clients/drivers/inspector.ts";
import { mcpRemote } from "#scripts/clients/drivers/mcp-remote.ts";
import { sdkV1 } from "#scripts/clients/drivers/sdk-v1.ts";
import { sdkV2 } from "#scripts/clients/drivers/sdk-v2.ts";
import { judge, type Verdict } from "#scripts/clients/judge.ts";
import { SCENARIOS } from "#scripts/clients/scenarios.ts";
import { worldOf } from "#scripts/clients/world.ts";
import { startServer, type TestServer } from "./server.ts";

const LIGHT: readonly Driver[] = [sdkV1, sdkV2, aiSdk, mcpRemote, inspector];

/** Where a client says something else, which no answer of ours changes: client, scenario, and what it is. */
const OTHERWISE: Readonly<Record<string, Readonly<Record<string, Verdict>>>> = {
  // They look for OAuth by themselves, and begin with it on any 401.
  "mcp-remote": { "no-key": "sign-in" },
  inspector: { "no-key": "sign-in", "wrong-key": "sign-in" },
};

/** Left to `npm run clients`: three starts of a program each, to see it say what it says of a wrong key. */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = { inspector: ["revoked", "scope"] };

let server: TestServer;
let folder = "";
beforeAll(async () => {
  server = await startServer();
  folder = await mkdtemp(join(tmpdir(), "latchkey-scenarios-"));
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

describe.each(LIGHT)("$label", (driver) => {
  const leftOut = LEFT_OUT[driver.id] ?? [];
  const scenarios = SCENARIOS.filter(({ id, needsVariable }) => !needsVariable && !leftOut.includes(id));

  test.each(scenarios)("$label: whoever can act on it is told what to do", async (scenario) => {
    const world = worldOf(server);
    const home = await mkdtemp(join(folder, "home-"));
    const seen = await driver.attempt({ ...(await scenario.prepare(world)), url: world.url, home, folder: "." });
    const usual = scenario.refusal === null ? "works" : "sentence";
    const expected = OTHERWISE[driver.id]?.[scenario.id] ?? usual;
    expect(judge(scenario, seen, []), JSON.stringify(seen)).toMatchObject({ verdict: expected });
  });
});
