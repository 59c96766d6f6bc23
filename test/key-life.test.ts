/** A key's life over the management API: made, found, changed, switched off and on, revoked, deleted. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { z } from "zod";
import { create, codes, createdSchema, EVERYWHERE, manage, use } from "./key-world.ts";
import { type Answer, call, newKey, newWorld, newWorkspace, sql } from "./world.ts";

test("a new key is shown with its secret once, works at once, and is read back without it", async () => {
  const world = await newWorld("Main stage");
  const wish = {
    name: "  Claude Desktop  ",
    scopes: ["mcp:execute", "mcp:read", "mcp:read"],
    workspaces: [world.workspace, world.workspace],
    expires_at: "2199-01-31T12:00:00+02:00",
    allowed_ips: ["203.0.113.0/24", "203.0.113.0/24"],
    rate_limit: { per_minute: 60, burst: 5 },
    allowed_tools: ["list_events"],
    allow_query: true,
  };
  const made = await manage(world, "POST", wish);
  const { key, secret } = createdSchema.parse(made.body);
  expect(secret).toMatch(/^lk_test_[0-9A-Za-z]{43}$/);
  expect(made.headers.get("cache-control")).toBe("no-store");
  const read = await manage(world, `GET /${key.id}`);
  expect(read.body).toEqual({
    id: `key_${secret.slice(8, 18)}`,
    name: "Claude Desktop",
    hint: `${secret.slice(0, 12)}…${secret.slice(-4)}`,
    owner: { id: world.owner.id, name: "Ada" },
    scopes: ["mcp:read", "mcp:execute"],
    workspaces: [{ id: world.workspace, name: "Main stage" }],
    status: "enabled",
    created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    updated_at: expect.stringMatching(/Z$/),
    expires_at: "2199-01-31T10:00:00.000Z",
    rotated_at: null,
    revoked_at: null,
    previous_secret_until: null,
    last_used: null,
    used_by_url: null,
    imported_at: null,
    legacy: false,
    allowed_ips: ["203.0.113.0/24"],
    rate_limit: { per_minute: 60, burst: 5 },
    allowed_tools: ["list_events"],
    allow_query: true,
    version: expect.any(Number),
    etag: expect.stringMatching(/^[0-9a-z]{8}$/),
  });
  expect({ ...read.body, version: 0 }).toMatchObject({
    ...z.object({ key: z.object({}).loose() }).parse(made.body).key,
    version: 0,
  });
  expect(read.text).not.toContain(secret.slice(18, 40));
  const used = await use(secret, { "CF-Connecting-IP": "203.0.113.7" });
  expect(used.status).toBe(200);
  expect(used.headers.get("ratelimit-policy")).toBe('"default";q=5;w=5');
});

test("a change that takes away is true when it is answered, and so is one that gives", async () => {
  const world = await newWorld();
  const { id, secret } = await create(world);
  const change = (body: unknown): Promise<Answer> => manage(world, `PATCH /${id}`, body);
  expect(await codes(use(secret))).toEqual([200]);

  expect(await change({ scopes: ["mcp:write"] })).toMatchObject({ status: 200, body: EVERYWHERE });
  expect(await codes(use(secret))).toEqual(["missing_scope"]);
  await change({ scopes: ["mcp:read"] });
  expect(await codes(use(secret))).toEqual([200]);

  await change({ allowed_ips: ["203.0.113.0/29", "2001:db8:42::/48"] });
  const from = (ip: string): Promise<Answer> => use(secret, { "CF-Connecting-IP": ip });
  expect(await codes(from("203.0.113.0"), from("203.0.113.7"), from("203.0.113.8"))).toEqual([
    200,
    200,
    "ip_not_allowed",
  ]);
  expect(await codes(from("2001:db8:42:ffff::1"), from("2001:DB8:0042::"), from("2001:db8:43::1"))).toEqual([
    200,
    200,
    "ip_not_allowed",
  ]);
  expect(await codes(from("::ffff:203.0.113.3"), from("::ffff:203.0.113.9"), use(secret))).toEqual([
    200,
    "ip_not_allowed",
    "ip_not_allowed",
  ]);
  await change({ allowed_ips: null });

  await change({ rate_limit: { per_minute: 1, burst: 2 } });
  expect(await codes(use(secret), use(secret), use(secret))).toEqual([200, 200, "rate_limited"]);
  await change({ rate_limit: null });
  await change({ expires_at: new Date(Date.now() + 300).toISOString() });
  await new Promise((resolve) => setTimeout(resolve, 350));
  expect(await codes(use(secret))).toEqual(["expired_key"]);
  expect((await manage(world, `GET /${id}`)).body).toMatchObject({ status: "expired" });
  await change({ expires_at: null });

  const other = await newWorkspace(world.owner, "Side stage");
  await change({ workspaces: [other] });
  expect(await codes(call("GET", `/v1/events?workspace=${world.workspace}`, { key: secret }))).toEqual(["not_found"]);
  expect(await codes(call("GET", `/v1/events?workspace=${other}`, { key: secret }))).toEqual([200]);
  await change({ workspaces: [other, world.workspace], allowed_tools: ["list_events"], allow_query: true });
  const me = await call("GET", "/v1/me", { key: secret });
  expect(me.body).toMatchObject({ allowed_tools: ["list_events"], scopes: ["mcp:read"] });
  expect(me.body["workspaces"]).toHaveLength(2);
});

test("a rename leaves what the key may do, and its version, as they were", async () => {
  const world = await newWorld();
  const { id, secret } = await create(world);
  const before = await manage(world, `GET /${id}`);
  const renamed = await manage(world, `PATCH /${id}`, { name: "Make.com" });
  const { updated_at: _old, etag: _before, ...rest } = before.body;
  expect(renamed).toMatchObject({ status: 200, body: { key: { ...rest, name: "Make.com" } } });
  expect((await use(secret)).status).toBe(200);
});

test("a disabled key is refused until it is enabled, and both may be said twice", async () => {
  const world = await newWorld();
  const { id, secret } = await create(world);
  for (const act of ["disable", "disable"]) {
    const disabled = await manage(world, `POST /${id}/${act}`);
    expect(disabled).toMatchObject({ status: 200, body: { key: { status: "disabled" }, ...EVERYWHERE } });
    expect(await use(secret)).toMatchObject({ status: 401, body: { code: "disabled_key" } });
  }
  for (const act of ["enable", "enable"]) {
    expect(await manage(world, `POST /${id}/${act}`)).toMatchObject({
      status: 200,
      body: { key: { status: "enabled" } },
    });
    expect((await use(secret)).status).toBe(200);
  }
});

test("a revoked key stays revoked: it can be renamed and deleted, and nothing else", async () => {
  const world = await newWorld();
  const { id, secret } = await create(world);
  await use(secret);
  const revoked = await manage(world, `POST /${id}/revoke`);
  expect(revoked).toMatchObject({ status: 200, body: { key: { status: "revoked" }, ...EVERYWHERE } });
  expect(await use(secret)).toMatchObject({ status: 401, body: { code: "revoked_key" } });
  const conflict = { status: 409, body: { code: "conflict" } };
  for (const act of ["enable", "disable", "rotate"]) {
    expect(await manage(world, `POST /${id}/${act}`)).toMatchObject(conflict);
  }
  for (const change of [{ scopes: ["mcp:write"] }, { expires_at: null }, { name: "x", allow_query: true }]) {
    expect(await manage(world, `PATCH /${id}`, change)).toMatchObject(conflict);
  }
  expect((await manage(world, `PATCH /${id}`, { name: "Old" })).status).toBe(200);
  await sql("UPDATE keys SET last_used_at = ?2 WHERE id = ?1", id, Date.now());
  expect(await manage(world, `DELETE /${id}`)).toMatchObject({ status: 200, body: { deleted: true } });
  expect(await use(secret)).toMatchObject({ status: 401 });
  expect(await manage(world, `GET /${id}`)).toMatchObject({ status: 404 });
});

const usageSchema = z.object({
  totals: z.record(z.string(), z.number()),
  by_operation: z.array(z.object({ surface: z.string(), operation: z.string(), count: z.number() })),
  by_outcome: z.array(z.object({ outcome: z.string(), count: z.number() })),
  by_client: z.array(z.object({ label: z.string(), count: z.number() })),
});

/** What the gate's alarm does, now. */
async function flushUsage(): Promise<void> {
  await runInDurableObject(env.GATE.getByName("gate:enam"), (gate) => gate.alarm());
}

test("how a key was used is counted by operation, outcome and client, each request once", async () => {
  const world = await newWorld();
  const { id, secret } = await create(world, { rate_limit: { per_minute: 1, burst: 5 } });
  const curl = { "User-Agent": "curl/8.7.1" };
  await use(secret, curl);
  await use(secret, { "User-Agent": "n8n/1.2 (workflow 7; secret stuff)" });
  await call("GET", "/v1/events?limit=0", { key: secret, headers: curl });
  await call("GET", "/v1/keys", { key: secret, headers: curl });
  await call("GET", "/v1/me", { key: secret, headers: curl });
  await use(secret, curl);
  await flushUsage();
  await flushUsage();
  const usage = usageSchema.parse((await manage(world, `GET /${id}/usage?bucket=hour`)).body);
  expect(usage).toEqual({
    totals: { ok: 3, failed: 2, refused: 1, total: 6 },
    by_operation: expect.arrayContaining([
      { surface: "rest", operation: "GET /v1/events", count: 4 },
      { surface: "rest", operation: "GET /v1/keys", count: 1 },
      { surface: "rest", operation: "GET /v1/me", count: 1 },
    ]),
    by_outcome: expect.arrayContaining([
      { outcome: "ok", count: 3 },
      { outcome: "client_error", count: 1 },
      { outcome: "forbidden", count: 1 },
      { outcome: "rate_limited", count: 1 },
    ]),
    by_client: [
      { label: "curl", count: 5 },
      { label: "n8n", count: 1 },
    ],
  });
  const { body } = await manage(world, `GET /${id}`);
  expect(body["last_used"]).toMatchObject({ client: "curl/8.7.1", country: null });
});

test("a key used within a day is deleted only by who says so, and is told when it was used and by whom", async () => {
  const world = await newWorld();
  const { id, secret } = await create(world);
  await use(secret, { "User-Agent": "claude-code/2.1" });
  await flushUsage();
  const asked = await manage(world, `DELETE /${id}`);
  expect(asked).toMatchObject({ status: 409, body: { code: "used_recently" } });
  expect(asked.body["detail"]).toMatch(/last used at \d{4}-.+Z by claude-code\/2\.1\..*confirm=used-recently/);
  expect((await use(secret)).status).toBe(200);
  const deleted = await manage(world, `DELETE /${id}?confirm=used-recently`);
  expect(deleted).toMatchObject({
    status: 200,
    body: { deleted: true, key: { id, status: "enabled" }, ...EVERYWHERE },
  });
  expect(await use(secret)).toMatchObject({ status: 401, body: { code: "unknown_key" } });
  expect(await manage(world, `GET /${id}/usage`)).toMatchObject({ status: 404 });
  const left = env.DB.prepare("SELECT count(*) AS n FROM usage_hourly WHERE credential_id = ?1").bind(id);
  expect(await left.first("n")).toBe(0);
});

test("a key last used more than a day ago is deleted without a question", async () => {
  const world = await newWorld();
  const { id } = await newKey(world.owner, { workspaces: [world.workspace], lastUsedAt: Date.now() - 25 * 3_600_000 });
  expect((await manage(world, `DELETE /${id}`)).status).toBe(200);
});
