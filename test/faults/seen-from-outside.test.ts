/** What an operator sees of verification: `Server-Timing`, `GET /v1/status`, log lines, spans. */
import { abortAllDurableObjects } from "cloudflare:test";
import { env, tracing } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { LOG_LINES_PER_SECOND, STATUS_VALIDITY_MS } from "#shared/limits.ts";
import { newIsolate, thisIsolate } from "#workers/access/isolate.ts";
import { Gate } from "#workers/gate/gate.ts";
import { logEvent } from "#workers/http/log.ts";
import { SPANS } from "#workers/http/trace.ts";
import { countD1Calls } from "./d1-faults.ts";
import { begin, call, type CallOptions, newWorld } from "./fault-world.ts";
import { faultyKv } from "./faulty-kv-binding.ts";

beforeEach(async () => {
  await faultyKv().reset();
  await abortAllDurableObjects();
  Object.assign(thisIsolate, newIsolate());
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

type Asking = Pick<CallOptions, "env" | "from"> & { readonly path?: string };

/** The names in an answer's `Server-Timing`. */
async function steps(secret: string, { path = "/v1/me", ...options }: Asking = {}): Promise<string[] | null> {
  const header = (await call(path, { secret, ...options })).headers.get("server-timing");
  if (header === null) return null;
  expect(header).toMatch(/^[a-z0-9]+;dur=\d+(?:, [a-z0-9]+;dur=\d+)*$/);
  return header.split(", ").map((step) => step.split(";")[0] ?? "");
}

test("an answer says whom its check waited for: lease and record, then the gate alone, then nobody", async () => {
  const world = await newWorld();
  const { secret } = await world.createKey();
  const other = await world.createKey();
  await faultyKv().reset();
  expect(await steps(secret, { from: "apac" })).toEqual(["gate", "d1"]);
  expect(await steps(secret, { from: "apac" })).toEqual(["gate"]);
  expect(await steps(other.secret, { from: "apac" })).toEqual(["gate", "kv", "d1"]);
  const hot = { from: "apac", env: { ISOLATE_LEASE_MS: "1000" } } as const;
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  for (let count = 0; count < 2; count += 1) await begin("/v1/me", { secret, ...hot }).answer;
  expect((await begin("/v1/me", { secret, ...hot }).answer).headers.get("server-timing")).toBe("lease;dur=0");
});

test("a refused key's answer says it too, and a forged key's says nothing, for nobody was asked", async () => {
  const world = await newWorld();
  const { id, secret } = await world.createKey();
  await world.manage(`/v1/keys/${id}/revoke`, { method: "POST" });
  expect(await steps(secret)).toContain("gate");
  expect(await steps(secret.slice(0, -1) + (secret.endsWith("0") ? "1" : "0"))).toBeNull();
});

test("where the gate is passed over, and where the D1 primary decides, the answer says so", async () => {
  const { createKey } = await newWorld();
  const { secret } = await createKey();
  expect(await steps(secret, { env: { VERIFY_MODE: "primary" } })).toEqual(["d1"]);
  vi.spyOn(Gate.prototype, "check").mockRejectedValue(new Error("down"));
  expect(await steps(secret)).toEqual(["gate", "d1"]);
});

test("MCP answers carry it as REST answers do, and a deployment can keep it to itself", async () => {
  const { createKey } = await newWorld();
  const { secret } = await createKey();
  expect(await steps(secret, { path: "/mcp" })).toContain("gate");
  expect(await steps(secret, { env: { SERVER_TIMING: "0" } })).toBeNull();
});

const statusSchema = z.object({
  version: z.object({ id: z.string(), deployed_at: z.string() }),
  verify_mode: z.string(),
  region: z.string(),
  gate: z
    .object({
      name: z.string(),
      lease_age_ms: z.number().nullable(),
      lease_left_ms: z.number().nullable(),
      change_cursor: z.number().nullable(),
      floors: z.number(),
    })
    .nullable(),
});

/** The status as an isolate says it that was not asked before. */
async function status(options: Asking = {}): Promise<z.infer<typeof statusSchema>> {
  thisIsolate.standings.clear();
  const answer = await call("/v1/status", options);
  expect(answer.status).toBe(200);
  return statusSchema.parse(answer.body);
}

test("the status says which gate answers here, how old its lease is, and up to which change it has read", async () => {
  const world = await newWorld();
  const { secret, id } = await world.createKey();
  expect((await call("/v1/me", { secret, from: "oc" })).status).toBe(200);
  const before = await status({ from: "oc" });
  expect(before).toMatchObject({ region: "oc", verify_mode: "gate", gate: { name: "gate:oc" } });
  expect(before.gate?.lease_left_ms).toBeGreaterThan(0);
  expect(before.gate?.lease_age_ms).toBeGreaterThanOrEqual(0);
  await world.manage(`/v1/keys/${id}/disable`, { method: "POST" });
  const cursor = async (): Promise<number> => {
    await call("/v1/me", { secret: world.manager, from: "oc" });
    return (await status({ from: "oc" })).gate?.change_cursor ?? 0;
  };
  await expect.poll(cursor, { timeout: 10_000 }).toBeGreaterThan(before.gate?.change_cursor ?? Infinity);
});

test("the status of an idle gate costs it no lease and D1 nothing, and without gates there is none to speak of", async () => {
  let idle: Awaited<ReturnType<typeof status>> | undefined;
  const d1 = await countD1Calls(async () => {
    idle = await status({ from: "weur" });
  });
  expect(d1).toBe(0);
  expect(idle?.gate).toMatchObject({ name: "gate:weur", lease_age_ms: null, lease_left_ms: null });
  expect((await status({ from: "weur", env: { VERIFY_MODE: "primary" } })).gate).toBeNull();
});

test("the status asks the gate once a second, however often it is asked, and is there while the gate is not", async () => {
  const asked = vi.spyOn(Gate.prototype, "status").mockRejectedValue(new Error("unreachable"));
  expect((await status()).gate).toBeNull();
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 10 * STATUS_VALIDITY_MS });
  for (let count = 0; count < 10; count += 1) await call("/v1/status");
  expect(asked).toHaveBeenCalledTimes(2);
});

test("the status asks a slow gate once, however many ask at the same time", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const asked = vi.spyOn(Gate.prototype, "status").mockImplementation(async () => {
    await promise;
    return { leaseAgeMs: null, leaseLeftMs: null, cursor: 7, floors: 0 };
  });
  const answers = Array.from({ length: 20 }, () => call("/v1/status"));
  await expect.poll(() => asked.mock.calls.length).toBe(1);
  resolve();
  const bodies = (await Promise.all(answers)).map(({ body }) => statusSchema.parse(body));
  expect(asked).toHaveBeenCalledOnce();
  expect(bodies.filter(({ gate }) => gate?.change_cursor === 7)).toHaveLength(1);
});

test("the status names no key, no workspace and no person", async () => {
  const world = await newWorld();
  const { id, secret } = await world.createKey();
  await call("/v1/me", { secret });
  const text = JSON.stringify((await call("/v1/status")).body);
  for (const name of [id, world.workspaceId, world.userId, secret, env.PEPPER]) expect(text).not.toContain(name);
});

test("of one event so many lines are written a second, and the next says how many were left out", () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  const written = vi.spyOn(console, "warn").mockImplementation(() => {});
  for (let count = 0; count < LOG_LINES_PER_SECOND + 7; count += 1) logEvent("warn", "one_of_many", { count });
  logEvent("warn", "another", {});
  expect(written).toHaveBeenCalledTimes(LOG_LINES_PER_SECOND + 1);
  vi.setSystemTime(Date.now() + 1000);
  logEvent("warn", "one_of_many", {});
  logEvent("warn", "one_of_many", {});
  const [next, last] = written.mock.calls.slice(-2).map(([line]): unknown => JSON.parse(String(line)));
  expect(next).toEqual({ event: "one_of_many", skipped: 7 });
  expect(last).toEqual({ event: "one_of_many" });
});

test("refusals, fallbacks, pushes and receipts are logged, and every wait of a check and a revoke is a span", async () => {
  const lines: unknown[] = [];
  // A second of its own: what other tests logged must not have used it up.
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 2000 });
  for (const level of ["info", "warn"] as const) {
    vi.spyOn(console, level).mockImplementation((line) => lines.push(JSON.parse(String(line))));
  }
  const spans = vi.spyOn(tracing, "enterSpan");
  const world = await newWorld();
  const { id, secret } = await world.createKey();
  const other = await world.createKey();
  await call("/v1/me", { secret, from: "weur" });
  await call("/v1/me", { secret: other.secret, from: "weur" });
  await world.manage(`/v1/keys/${id}/revoke`, { method: "POST" });
  await call("/v1/me", { secret });
  vi.spyOn(Gate.prototype, "check").mockRejectedValue(new Error("down"));
  await call("/v1/me", { secret });
  expect(lines).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ event: "request", refusal: "revoked_key" }),
      expect.objectContaining({ event: "pushed", outcome: "told", took_ms: expect.any(Number) }),
      expect.objectContaining({ event: "propagated", state: "everywhere", waited_for_leases_ms: 0 }),
      expect.objectContaining({ event: "gate_failed" }),
    ]),
  );
  const entered = new Set(spans.mock.calls.map(([name]) => name));
  for (const name of ["ask_gate", "take_lease", "commit", "propagate", "push", "read_record", "ask_primary"]) {
    expect(entered).toContain(name);
  }
  // The platform's own bindings trace themselves.
  const ours = [...entered].filter((name) => !name.startsWith("d1_"));
  expect(SPANS).toEqual(expect.arrayContaining(ours));
});
