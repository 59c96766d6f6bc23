/** A gate fails while a key is checked: the D1 primary decides, or the gate as it wakes. A revoked key never passes. */
import { abortAllDurableObjects, evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { newIsolate, thisIsolate } from "#workers/access/isolate.ts";
import { Gate } from "#workers/gate/gate.ts";
import type { CheckReply } from "#workers/gate/protocol.ts";
import { begin, newWorld, read, refusedEverywhere, warm } from "./fault-world.ts";
import { faultyKv } from "./faulty-kv-binding.ts";
import { freshGate, type FreshGate, leasesEnd, warmGate } from "./fresh-gate.ts";

beforeEach(async () => {
  await faultyKv().reset();
  Object.assign(thisIsolate, newIsolate());
});

afterEach(() => {
  vi.restoreAllMocks();
});

type Key = { readonly id: string; readonly secret: string };

/** A key and the gate that it is asked of. */
type Case = { readonly key: Key; readonly gate: FreshGate };

/** What the gate knows when it is asked: nothing, the key under a lease, or the key under a lease that has ended. */
const STATES = {
  cold: async (key: Key) => freshGate(key.id),
  warm: warmGate,
  "about to renew": async (key: Key) => {
    const gate = await warmGate(key);
    await leasesEnd();
    return gate;
  },
} as const satisfies Readonly<Record<string, (key: Key) => Promise<FreshGate>>>;
type State = keyof typeof STATES;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of STATES
const STATE_NAMES = Object.keys(STATES) as State[];

/** A good key, and one that was revoked after its gate had come to know it. */
async function goodAndRevoked(state: State): Promise<readonly Case[]> {
  const world = await newWorld();
  const keys = [await world.createKey(), await world.createKey()] as const;
  const cases = await Promise.all(keys.map(async (key) => ({ key, gate: await STATES[state](key) })));
  await world.manage(`/v1/keys/${keys[1].id}/revoke`, { method: "POST" });
  return cases;
}

async function statuses(cases: readonly Case[]): Promise<number[]> {
  const answers = await Promise.all(cases.map(({ key, gate }) => gate.ask(key.secret)));
  return answers.map((answer) => answer.status);
}

test.for(STATE_NAMES)("a check whose gate dies in flight is decided by the D1 primary (gate: %s)", async (state) => {
  const cases = await goodAndRevoked(state);
  const real: Gate["check"] = Reflect.get(Gate.prototype, "check");
  let decided = 0;
  vi.spyOn(Gate.prototype, "check").mockImplementation(async function late(this: Gate, request): Promise<CheckReply> {
    await Reflect.apply(real, this, [request]);
    decided += 1;
    return new Promise(() => {});
  });
  const asked = cases.map(({ key, gate }) => begin("/v1/me", { secret: key.secret, ...gate.route }));
  await expect.poll(() => decided, { timeout: 10_000 }).toBe(2);
  await abortAllDurableObjects();
  const answers = await Promise.all(asked.map(({ answer }) => answer));
  expect(answers.map(({ status }) => status)).toEqual([200, 401]);
});

test.for(STATE_NAMES)("a gate that was evicted decides as before when it wakes (gate: %s)", async (state) => {
  const world = await newWorld();
  const [other, good, bad] = [await world.createKey(), await world.createKey(), await world.createKey()];
  for (const key of state === "cold" ? [other] : [good, bad]) expect(await read(key.secret, "weur")).toBe(200);
  await world.manage(`/v1/keys/${bad.id}/revoke`, { method: "POST" });
  if (state === "about to renew") await leasesEnd();
  await evictDurableObject(env.GATE.getByName("gate:weur"));
  expect([await read(good.secret, "weur"), await read(bad.secret, "weur")]).toEqual([200, 401]);
});

const FAILURES = {
  "cannot be reached": () => Promise.reject(new Error("Network connection lost.")),
  "is overloaded": () => Promise.reject(Object.assign(new Error("overloaded"), { overloaded: true })),
  "answers in the words of another version": () => Promise.resolve(JSON.parse('{"protocol":9,"kind":"admitted"}')),
} as const satisfies Readonly<Record<string, () => Promise<CheckReply>>>;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of FAILURES
const FAILURE_NAMES = Object.keys(FAILURES) as (keyof typeof FAILURES)[];

test.for(FAILURE_NAMES)("a gate that %s is passed over for the D1 primary, whatever it knew", async (failure) => {
  const cases = [...(await goodAndRevoked("cold")), ...(await goodAndRevoked("warm"))];
  vi.spyOn(Gate.prototype, "check").mockImplementation(FAILURES[failure]);
  expect(await statuses(cases)).toEqual([200, 401, 200, 401]);
});

test("a gate that does not answer is passed over for the D1 primary after 6 s", async () => {
  const cases = await goodAndRevoked("warm");
  vi.spyOn(Gate.prototype, "check").mockImplementation(() => new Promise(() => {}));
  expect(await statuses(cases)).toEqual([200, 401]);
});

test("a change that nobody pushed and no cron saw is true at once for a new gate, and everywhere when the leases end", async () => {
  const key = await (await newWorld()).createKey();
  await warm(key.secret);
  await env.DB.prepare("UPDATE keys SET status = 'revoked' WHERE id = ?1").bind(key.id).run();
  expect((await freshGate(key.id).ask(key.secret)).status).toBe(401);
  await leasesEnd();
  await refusedEverywhere(key.secret);
});
