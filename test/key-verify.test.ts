/** Verification for other backends, over REST and over a service binding: what is good, for what, and why not. */
import { runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import { z } from "zod";
import { everything } from "./snapshot.ts";
import { call, newKey, newWorld, newWorkspace, unknownKey, type World } from "./world.ts";

const verdictSchema = z.object({
  valid: z.boolean(),
  code: z.string(),
  key: z.object({ id: z.string(), owner_id: z.string() }).nullable(),
  scopes: z.array(z.string()),
  workspaces: z.array(z.string()),
  checks: z.array(z.object({ check: z.string(), outcome: z.string(), detail: z.string().nullable() })),
});
type Verdict = z.infer<typeof verdictSchema>;
type Asked = Parameters<typeof exports.Verifier.verify>[0];

async function verify({ key }: World, asked: Asked): Promise<Verdict> {
  const answer = await call("POST", "/v1/keys/verify", { key: key.secret, body: asked });
  expect(answer.status).toBe(200);
  return verdictSchema.parse(answer.body);
}

/** Code, and the checks that were not passed. */
function flaws({ valid, code, checks }: Verdict): unknown {
  const failed = checks.filter((check) => check.outcome === "failed").map((check) => check.check);
  expect(valid).toBe(failed.length === 0);
  return [code, ...failed];
}

const ALL = [
  "format",
  "tag",
  "known",
  "status",
  "expiry",
  "transport",
  "ip",
  "rate_limit",
  "scope",
  "workspace",
  "tool",
];

test("a good key is said to be good, for what, and which checks were made", async () => {
  const world = await newWorld();
  const { id, secret } = await newKey(world.owner, { workspaces: [world.workspace], scopes: ["mcp:read"] });
  const wish = { scope: "mcp:read", workspace: world.workspace, tool: "list_events", ip: "203.0.113.7" } as const;
  const verdict = await verify(world, { secret, ...wish });
  expect(verdict).toEqual({
    valid: true,
    code: "ok",
    key: { id, owner_id: world.owner.id },
    scopes: ["mcp:read"],
    workspaces: [world.workspace],
    checks: ALL.map((check) => ({ check, outcome: "passed", detail: null })),
  });
  const less = await verify(world, { secret });
  expect(less.checks.filter((check) => check.outcome === "skipped").map((check) => check.check)).toEqual([
    "scope",
    "workspace",
    "tool",
  ]);
});

test("each flaw is named by its check, with the code that a request would get and what to do", async () => {
  const world = await newWorld();
  const make = async (wish: Partial<Parameters<typeof newKey>[1]> = {}): Promise<string> =>
    (await newKey(world.owner, { workspaces: [world.workspace], scopes: ["mcp:read"], ...wish })).secret;
  const good = await make();
  const told = async (asked: Asked): Promise<unknown> => {
    const verdict = await verify(world, asked);
    const failed = verdict.checks.filter((check) => check.outcome === "failed");
    expect(failed.every((check) => (check.detail ?? "").length > 20)).toBe(true);
    return flaws(verdict);
  };
  expect(await told({ secret: "sk-proj-0123456789" })).toEqual(["malformed_key", "format"]);
  expect(await told({ secret: "${LATCHKEY_API_KEY}" })).toEqual(["placeholder_credential", "format"]);
  expect(await told({ secret: good.replace("test", "live") })).toEqual(["wrong_environment", "format"]);
  expect(await told({ secret: `${good.slice(0, -6)}000000` })).toEqual(["malformed_key", "tag"]);
  expect(await told({ secret: (await unknownKey()).secret })).toEqual(["unknown_key", "known"]);
  expect(await told({ secret: await make({ status: "disabled" }) })).toEqual(["disabled_key", "status"]);
  expect(await told({ secret: await make({ status: "revoked" }) })).toEqual(["revoked_key", "status"]);
  expect(await told({ secret: await make({ expiresAt: Date.now() - 1 }) })).toEqual(["expired_key", "expiry"]);
  const narrow = await make({ allowedIps: ["203.0.113.0/24"] });
  expect(await told({ secret: narrow, ip: "203.0.114.1" })).toEqual(["ip_not_allowed", "ip"]);
  expect(await told({ secret: narrow, ip: "not an address" })).toEqual(["ip_not_allowed", "ip"]);
  expect(await told({ secret: narrow })).toEqual(["ip_not_allowed", "ip"]);
  expect(await told({ secret: narrow, ip: "203.0.113.1" })).toEqual(["ok"]);
  expect(await told({ secret: good, scope: "mcp:write" })).toEqual(["missing_scope", "scope"]);
  expect(await told({ secret: good, workspace: await foreignWorkspace() })).toEqual(["not_found", "workspace"]);
  const spent = await make({ rate: { perMinute: 1, burst: 1 } });
  expect(await told({ secret: spent })).toEqual(["ok"]);
  expect(await told({ secret: spent })).toEqual(["rate_limited", "rate_limit"]);
  const many = await make({ status: "disabled", expiresAt: Date.now() - 1, allowedIps: ["203.0.113.0/24"] });
  expect(await told({ secret: many, scope: "keys:manage" })).toEqual([
    "disabled_key",
    "status",
    "expiry",
    "ip",
    "scope",
  ]);
});

async function foreignWorkspace(): Promise<Verdict["workspaces"][number] & Asked["workspace"]> {
  return (await newWorld()).workspace;
}

test("a tool that the key is not for is named, and its key is not good for it", async () => {
  const world = await newWorld();
  const wish = { name: "n8n", scopes: ["mcp:read"], workspaces: [world.workspace], allowed_tools: ["list_events"] };
  const made = await call("POST", "/v1/keys", { key: world.key.secret, body: wish });
  const secret = z.string().parse(made.body["secret"]);
  expect(flaws(await verify(world, { secret, tool: "list_events" }))).toEqual(["ok"]);
  expect(flaws(await verify(world, { secret, tool: "read_document" }))).toEqual(["tool_not_allowed", "tool"]);
});

test("a key out of the asker's reach is as unknown as one that is none, and others' workspaces are not named", async () => {
  const [mine, theirs] = [await newWorld(), await newWorld()];
  const stranger = await verify(mine, { secret: theirs.key.secret });
  expect(stranger).toEqual(await verify(mine, { secret: (await unknownKey()).secret }));
  expect(flaws(stranger)).toEqual(["unknown_key", "known"]);
  const other = await newWorkspace(mine.owner, "Side stage");
  const wide = await newKey(mine.owner, { workspaces: [mine.workspace, other] });
  expect((await verify(mine, { secret: wide.secret })).workspaces).toEqual([mine.workspace]);
});

test("asking without counting takes nothing from the limit and leaves no trace in usage", async () => {
  const world = await newWorld();
  const { id, secret } = await newKey(world.owner, { workspaces: [world.workspace], rate: { perMinute: 1, burst: 1 } });
  for (let time = 0; time < 5; time += 1) {
    expect(flaws(await verify(world, { secret, count_usage: false }))).toEqual(["ok"]);
  }
  expect(await usageOf(id)).toEqual({ rows: [], lastUsedAt: null });
  expect(flaws(await verify(world, { secret, client: "backend/1" }))).toEqual(["ok"]);
  expect(flaws(await verify(world, { secret, count_usage: false }))).toEqual(["rate_limited", "rate_limit"]);
  expect((await call("GET", "/v1/me", { key: secret })).status).toBe(429);
  expect(await usageOf(id)).toMatchObject({
    rows: [
      { operation: "GET /v1/me", outcome: "rate_limited", count: 1 },
      { operation: "verify", outcome: "ok", client: "backend", count: 1 },
    ],
    lastUsedAt: expect.any(Number),
  });
});

/** A key's usage in D1, after the gate's alarm. */
async function usageOf(id: string): Promise<unknown> {
  await runInDurableObject(env.GATE.getByName("gate:enam"), (gate) => gate.alarm());
  const { usage_hourly: hourly = [], keys = [] } = await everything();
  const rows = hourly.filter((row) => row["credential_id"] === id);
  const byOperation = rows.toSorted((left, right) => (String(left["operation"]) < String(right["operation"]) ? -1 : 1));
  return { rows: byOperation, lastUsedAt: keys.find((row) => row["id"] === id)?.["last_used_at"] };
}

test("a question that is none is refused by its field, and the secret in it is not repeated", async () => {
  const { key } = await newWorld();
  const ask = (body: object): ReturnType<typeof call> => call("POST", "/v1/keys/verify", { key: key.secret, body });
  const bad = [
    { secret: "" },
    { secret: "x".repeat(513) },
    { secret: key.secret, scope: "all" },
    { secret: key.secret, color: 1 },
  ];
  for (const body of bad) {
    const answer = await ask(body);
    expect(answer).toMatchObject({ status: 400, body: { code: "invalid_request" } });
    expect(answer.text).not.toContain(key.secret.slice(18, 40));
  }
});

test("a service binding hears the same as REST does, of every key of the deployment", async () => {
  const world = await newWorld();
  const { secret } = await newKey(world.owner, { workspaces: [world.workspace], scopes: ["mcp:read"] });
  const forged = `${secret.slice(0, -6)}000000`;
  const questions: Asked[] = [
    { secret, scope: "mcp:read" },
    { secret, scope: "mcp:write", workspace: world.workspace, count_usage: false },
    { secret: forged },
    { secret: (await unknownKey()).secret },
    { secret: "nonsense" },
  ];
  for (const asked of questions) {
    expect(await exports.Verifier.verify({ ...asked, place: { continent: "NA", longitude: "-70" } })).toEqual(
      await verify(world, asked),
    );
  }
});
