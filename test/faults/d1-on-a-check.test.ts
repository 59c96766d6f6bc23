/** D1 fails while a key is checked: what was known under a live lease passes, all else is 503, and nothing sticks. */
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { D1_FAILURE_NAMES, D1_FAILURES, failD1, HeldD1, overloaded } from "./d1-faults.ts";
import { type Answer, newWorld, receipt } from "./fault-world.ts";
import { faultyKv } from "./faulty-kv-binding.ts";
import { freshGate, type FreshGate, leasesEnd, warmGate } from "./fresh-gate.ts";

beforeEach(() => faultyKv().reset());

afterEach(() => {
  vi.useRealTimers();
});

/** What a caller is told of a check that could not be made. */
const UNAVAILABLE = { status: 503, code: "verification_unavailable", retryAfter: "1" };

function refusalIn({ status, body, headers }: Answer): unknown {
  return { status, code: problemSchema.parse(body).code, retryAfter: headers.get("retry-after") };
}

const problemSchema = z.object({ code: z.string() });

/** The gate holds back from D1 for half a second after it failed. */
async function passesSoon(gate: FreshGate, secret: string): Promise<void> {
  const status = async (): Promise<number> => (await gate.ask(secret)).status;
  await expect.poll(status, { timeout: 15_000 }).toBe(200);
}

test.for(D1_FAILURE_NAMES)(
  "a gate without a lease gets none while D1 %s, refuses with 503, and heals",
  async (name) => {
    const key = await (await newWorld()).createKey();
    const gate = freshGate(key.id);
    {
      using _ = failD1(D1_FAILURES[name]);
      expect(refusalIn(await gate.ask(key.secret))).toEqual(UNAVAILABLE);
    }
    await passesSoon(gate, key.secret);
  },
);

test.for(D1_FAILURE_NAMES)("a key that the gate knows passes within the lease while D1 %s", async (name) => {
  const key = await (await newWorld()).createKey();
  const gate = await warmGate(key);
  using _ = failD1(D1_FAILURES[name]);
  expect((await gate.ask(key.secret)).status).toBe(200);
});

test("a gate whose lease has ended refuses with 503 in whatever way D1 fails, and heals", async () => {
  const key = await (await newWorld()).createKey();
  const gates = new Map(await Promise.all(D1_FAILURE_NAMES.map(async (name) => [name, await warmGate(key)] as const)));
  await leasesEnd();
  for (const [name, gate] of gates) {
    using _ = failD1(D1_FAILURES[name]);
    expect(refusalIn(await gate.ask(key.secret))).toEqual(UNAVAILABLE);
  }
  for (const gate of gates.values()) await passesSoon(gate, key.secret);
});

test("a lease whose answer was lost counts for who revokes, and not for the gate", async () => {
  const world = await newWorld();
  const key = await world.createKey();
  const gate = freshGate(key.id);
  {
    using _ = failD1(D1_FAILURES["breaks off after each commit"]);
    expect(refusalIn(await gate.ask(key.secret))).toEqual(UNAVAILABLE);
  }
  const leases = await env.DB.prepare("SELECT count(*) AS n FROM gate_leases WHERE gate = ?1")
    .bind(gate.name)
    .first("n");
  expect(leases).toBe(1);
  expect(receipt(await world.manage(`/v1/keys/${key.id}/revoke`, { method: "POST" })).state).toBe("everywhere");
  const status = async (): Promise<number> => (await gate.ask(key.secret)).status;
  await expect.poll(status, { timeout: 15_000 }).toBe(401);
});

test("an overloaded D1 is asked for one lease, however many requests wait for it", async () => {
  const key = await (await newWorld()).createKey();
  const gate = freshGate(key.id);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  let leases = 0;
  using _ = failD1(({ sql, run }) => {
    if (!sql.some((text) => text.includes("INSERT INTO gate_leases"))) return run();
    leases += 1;
    return Promise.reject(overloaded());
  });
  const answers = await Promise.all(Array.from({ length: 10 }, () => gate.ask(key.secret)));
  for (let round = 0; round < 10; round += 1) answers.push(await gate.ask(key.secret));
  expect(answers.map(refusalIn)).toEqual(Array.from({ length: 20 }, () => UNAVAILABLE));
  expect(leases).toBe(1);
});

test("a D1 that does not answer is waited for 5 s; what is known passes meanwhile, all else is 503, and all heals", async () => {
  const key = await (await newWorld()).createKey();
  const ended = await warmGate(key);
  await leasesEnd();
  const [cold, warm] = [freshGate(key.id), await warmGate(key)];
  const held = new HeldD1();
  {
    using _ = failD1(held.fault);
    const asked = [cold.ask(key.secret), ended.ask(key.secret), freshGate(key.id).ask(key.secret, PRIMARY)];
    expect((await warm.ask(key.secret)).status).toBe(200);
    expect((await Promise.all(asked)).map(refusalIn)).toEqual([UNAVAILABLE, UNAVAILABLE, UNAVAILABLE]);
  }
  held.release();
  for (const gate of [cold, ended, warm]) await passesSoon(gate, key.secret);
});

const PRIMARY = { VERIFY_MODE: "primary" };
