/** What imported keys, and texts that are nobody's, cost in operations, with and without imports; and how misses wait. */
import { env } from "cloudflare:workers";
import { beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { epochMs } from "#shared/brand.ts";
import { mintId } from "#shared/ids.ts";
import { MISS_BURST, NO_IMPORTS_VALIDITY_MS } from "#shared/limits.ts";
import { ImportedKeys } from "#workers/access/imported-keys.ts";
import { thisIsolate } from "#workers/access/isolate.ts";
import { Gate } from "#workers/gate/gate.ts";
import { sha256Hex } from "#workers/secrets/sha256.ts";
import { connectionLost, countD1Calls, failD1 } from "./d1-faults.ts";
import { type Answer, call, newWorld, type World } from "./fault-world.ts";
import { faultyKv } from "./faulty-kv-binding.ts";

const foreign = (): string => `acme_${mintId(32)}`;

/** As in an isolate that was just born. */
function forgetImports(): void {
  Object.assign(thisIsolate, { imported: new ImportedKeys() });
}

/** Everybody here begins in a deployment that has imported nothing, with a clock that stands. */
beforeEach(async () => {
  await faultyKv().reset();
  await env.DB.prepare("DELETE FROM keys WHERE imported_at IS NOT NULL").run();
  forgetImports();
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  return () => vi.useRealTimers();
});

type Cost = { readonly d1: number; readonly rpc: number; readonly answers: readonly Answer[] };

async function costOf(...secrets: readonly string[]): Promise<Cost> {
  const check = vi.spyOn(Gate.prototype, "check");
  check.mockClear();
  const answers: Answer[] = [];
  const d1 = await countD1Calls(async () => {
    for (const secret of secrets) answers.push(await call("/v1/me", { secret }));
  });
  const rpc = check.mock.calls.length;
  check.mockRestore();
  return { d1, rpc, answers };
}

const codesOf = ({ answers }: Cost): unknown[] =>
  answers.map(({ status, body }) => z.object({ code: z.string() }).safeParse(body).data?.code ?? status);

/** Imports the secrets; the real time that this waits is its own. */
async function importSecrets(world: World, ...secrets: readonly string[]): Promise<void> {
  const keys = await Promise.all(
    secrets.map(async (secret) => ({
      name: "Old",
      owner: world.userId,
      digest: await sha256Hex(secret),
      digest_algorithm: "sha256",
      encoding: "hex",
      scopes: ["mcp:read"],
      workspaces: [world.workspaceId],
    })),
  );
  const answer = await world.manage("/v1/keys/import", { body: { keys } });
  expect(answer.body).toMatchObject({ created: secrets.length });
}

test("where nothing is imported, texts of foreign shape cost one read of D1 a second, however many they are", async () => {
  const first = await costOf(...Array.from({ length: 50 }, foreign));
  expect(first).toMatchObject({ d1: 1, rpc: 0 });
  expect(new Set(codesOf(first))).toEqual(new Set(["malformed_key"]));
  vi.setSystemTime(Date.now() + NO_IMPORTS_VALIDITY_MS - 1);
  expect(await costOf(foreign())).toMatchObject({ d1: 0, rpc: 0 });
  vi.setSystemTime(Date.now() + 1);
  expect(await costOf(foreign(), foreign())).toMatchObject({ d1: 1, rpc: 0 });
});

test("short texts, broken ones, and forgeries of our own cost nothing, also where keys are imported", async () => {
  const world = await newWorld();
  const { secret } = await world.createKey();
  await importSecrets(world, foreign());
  forgetImports();
  const forged = secret.slice(0, -1) + (secret.endsWith("0") ? "1" : "0");
  const garbage = [
    "x",
    "fifteen-letters",
    secret.slice(0, -1),
    forged,
    `${secret}0`,
    "two words ".repeat(4).trim(),
    "y".repeat(513),
  ];
  const cost = await costOf(...garbage);
  expect(cost).toMatchObject({ d1: 0, rpc: 0 });
  expect(new Set(codesOf(cost))).toEqual(new Set(["malformed_key"]));
});

test("where keys are imported, an unknown text costs one lookup, and a known key's id is remembered", async () => {
  const world = await newWorld();
  const secret = foreign();
  await importSecrets(world, secret);
  forgetImports();
  // The first text of all asks whether there are any, too.
  expect((await costOf(foreign())).d1).toBe(2);
  expect(await costOf(foreign())).toMatchObject({ d1: 1, rpc: 0 });
  expect(codesOf(await costOf(secret))).toEqual([200]);
  await expect.poll(() => costOf(secret)).toMatchObject({ d1: 0, rpc: 1 });
});

test("an address may miss so often at once and then once a second, and what is found never waits", async () => {
  const world = await newWorld();
  const [known, unseen] = [foreign(), foreign()];
  await importSecrets(world, known, unseen);
  expect(codesOf(await costOf(known))).toEqual([200]);
  const misses = await costOf(...Array.from({ length: MISS_BURST + 5 }, foreign));
  expect(codesOf(misses)).toEqual([
    ...Array.from({ length: MISS_BURST }, () => "unknown_key"),
    ...Array.from({ length: 5 }, () => "rate_limited"),
  ]);
  expect(misses).toMatchObject({ d1: MISS_BURST, rpc: 0 });
  expect(misses.answers.at(-1)?.status).toBe(429);
  expect(misses.answers.at(-1)?.headers.get("retry-after")).toBe("1");
  expect(codesOf(await costOf(known))).toEqual([200]);
  vi.setSystemTime(Date.now() + 1000);
  expect(codesOf(await costOf(unseen, foreign(), foreign()))).toEqual([200, "unknown_key", "rate_limited"]);
});

test("misses of one address are not another's, and an IPv6 network is one", () => {
  const { misses } = new ImportedKeys();
  for (let count = 0; count < MISS_BURST; count += 1) misses.count("2001:db8::1", epochMs(0));
  expect(misses.secondsToWait("2001:db8::ffff:1", epochMs(0))).toBe(1);
  expect(misses.secondsToWait("2001:db8:0:1::1", epochMs(0))).toBe(0);
  expect(misses.secondsToWait("192.0.2.1", epochMs(0))).toBe(0);
  expect(misses.secondsToWait("2001:db8::1", epochMs(1000))).toBe(0);
});

test("misses that were under way together are held against the address, beyond the one second of a single one", async () => {
  const world = await newWorld();
  await importSecrets(world, foreign());
  forgetImports();
  const all = Promise.withResolvers<undefined>();
  let asking = 0;
  using _ = failD1(async ({ run }) => {
    asking += 1;
    if (asking === 100) all.resolve(undefined);
    await all.promise;
    return run();
  });
  const together = await Promise.all(Array.from({ length: 100 }, () => call("/v1/me", { secret: foreign() })));
  expect(together.every(({ status }) => status === 401)).toBe(true);
  const next = await call("/v1/me", { secret: foreign() });
  expect(next.status).toBe(429);
  expect(Number(next.headers.get("retry-after"))).toBeGreaterThan(5);
});

test("a lookup that D1 does not answer is refused with 503, and works again when D1 does", async () => {
  const world = await newWorld();
  const secret = foreign();
  await importSecrets(world, secret);
  forgetImports();
  {
    using _ = failD1(() => Promise.reject(connectionLost()));
    const refused = await costOf(secret);
    expect(codesOf(refused)).toEqual(["verification_unavailable"]);
    expect(refused.answers[0]?.status).toBe(503);
  }
  expect(codesOf(await costOf(secret))).toEqual([200]);
});

test("an imported key that the gate knows needs no D1", async () => {
  const world = await newWorld();
  const secret = foreign();
  await importSecrets(world, secret);
  expect(codesOf(await costOf(secret))).toEqual([200]);
  using _ = failD1(() => Promise.reject(connectionLost()));
  expect(codesOf(await costOf(secret))).toEqual([200]);
});

test("an import that D1 breaks off after its commit is made once, and answered as made", async () => {
  const world = await newWorld();
  const secret = foreign();
  let broken = 0;
  {
    using _ = failD1(async ({ sql, run }) => {
      const result = await run();
      if (broken === 0 && sql.some((text) => text.includes("INSERT INTO keys"))) {
        broken += 1;
        throw connectionLost();
      }
      return result;
    });
    await importSecrets(world, secret);
  }
  expect(broken).toBe(1);
  const digests = await env.DB.prepare("SELECT count(*) AS keys FROM keys WHERE imported_at IS NOT NULL").first("keys");
  expect(digests).toBe(1);
  expect(codesOf(await costOf(secret))).toEqual([200]);
});

test("an isolate that has just heard that nothing is imported lets a first import in when that is answered", async () => {
  vi.useRealTimers();
  const world = await newWorld();
  const secret = foreign();
  expect(codesOf(await costOf(secret))).toEqual(["malformed_key"]);
  expect(thisIsolate.imported.exist(epochMs(Date.now()))).toBe(false);
  await importSecrets(world, secret);
  expect(codesOf(await costOf(secret))).toEqual([200]);
});

test("an imported secret works where the D1 primary decides, and ends there as everywhere", async () => {
  const world = await newWorld();
  const secret = foreign();
  await importSecrets(world, secret);
  const bindings = { VERIFY_MODE: "primary" } as const;
  expect((await call("/v1/me", { secret, env: bindings })).status).toBe(200);
  await env.DB.prepare("UPDATE keys SET status = 'revoked' WHERE imported_at IS NOT NULL").run();
  expect((await call("/v1/me", { secret, env: bindings })).body).toMatchObject({ code: "revoked_key" });
});

test("an imported secret outlives a change of the pepper as long as the previous one is there", async () => {
  const world = await newWorld();
  const secret = foreign();
  await importSecrets(world, secret);
  const PEPPER = "another pepper, as random as it has to be to be one";
  const both = { PEPPER, PEPPER_PREVIOUS: env.PEPPER, VERIFY_MODE: "primary" } as const;
  expect((await call("/v1/me", { secret, env: both })).status).toBe(200);
  forgetImports();
  expect((await call("/v1/me", { secret, env: { PEPPER } })).body).toMatchObject({ code: "unknown_key" });
});
