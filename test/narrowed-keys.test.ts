/** What a key may do by REST when it is narrowed: to some tools, or by what its owner has become. */
import { expect, test } from "vitest";
import { restRoutes } from "#workers/api/rest.ts";
import { written } from "./snapshot.ts";
import { call, newKey, newMember, newPerson, newWorkspace, newWorld, sql } from "./world.ts";

type RouteFacts = { readonly method: string; readonly path: string };

/** Every route that opens content. */
const contentRoutes = restRoutes.openAPIRegistry.definitions.flatMap((definition): RouteFacts[] => {
  if (definition.type !== "route") return [];
  const { method, path, "x-required-access": access } = definition.route;
  return String(access).startsWith("mcp:") ? [{ method: method.toUpperCase(), path }] : [];
});

test("a key narrowed to some tools can do by REST what they do, and nothing else", async () => {
  const { owner, workspace } = await newWorld();
  const { id, secret: key } = await newKey(owner, { workspaces: [workspace] });
  await sql(`UPDATE keys SET allowed_tools = '["list_events", "read_document"]' WHERE id = ?1`, id);
  const open: string[] = [];
  for (const { method, path } of contentRoutes) {
    const { body } = await call(method, path.replace("{id}", "doc_0000000000000000"), { key });
    if (body["code"] !== "tool_not_allowed") open.push(`${method} ${path}`);
  }
  expect(contentRoutes.length).toBeGreaterThan(20);
  expect(open.toSorted()).toEqual(["GET /v1/documents/{id}", "GET /v1/events"]);
});

test("who no longer runs any workspace that a key reaches manages nothing with it, at once", async () => {
  const { workspace } = await newWorld();
  const { person, key } = await newMember(workspace, "admin");
  const make = (): Promise<{ status: number; body: object }> =>
    call("POST", "/v1/workspaces", { key: key.secret, body: { name: "Another" } });
  expect((await make()).status).toBe(201);
  await sql("UPDATE member SET role = 'member' WHERE user_id = ?1", person.id);
  await sql("DELETE FROM key_workspaces WHERE key_id = ?1 AND workspace_id <> ?2", key.id, workspace);
  expect(await make()).toMatchObject({ status: 403, body: { code: "missing_scope" } });
  expect((await call("GET", "/v1/events", { key: key.secret })).status).toBe(200);
  await sql("DELETE FROM member WHERE user_id = ?1 AND workspace_id = ?2", person.id, workspace);
  expect(await make()).toMatchObject({ status: 403, body: { code: "missing_scope" } });
});

test("a key can be given keys:manage only for a workspace that its owner runs", async () => {
  const { workspace } = await newWorld();
  const ben = await newPerson("Ben");
  await sql(
    "INSERT INTO member (id, workspace_id, user_id, role, created_at) VALUES (?1, ?2, ?1, 'member', 0)",
    ben.id,
    workspace,
  );
  const own = await newWorkspace(ben, "Ben's");
  const { secret: key } = await newKey(ben, { workspaces: [own] });
  const create = (...workspaces: string[]): Promise<{ status: number }> =>
    call("POST", "/v1/keys", { key, body: { name: "Manager", scopes: ["keys:manage"], workspaces } });
  expect((await create(workspace)).status).toBe(403);
  expect((await create(workspace, own)).status).toBe(201);
});

test("a key can ask what it is, what it reaches, and what is left of its limit", async () => {
  const { owner, workspace } = await newWorld();
  const rate = { perMinute: 1, burst: 3 };
  const { id, secret: key } = await newKey(owner, { workspaces: [workspace], scopes: ["mcp:read"], rate });
  await call("GET", "/v1/me", { key });
  expect((await call("GET", "/v1/me", { key })).body).toEqual({
    credential: { kind: "key", id },
    user: { id: owner.id },
    scopes: ["mcp:read"],
    workspaces: [{ id: workspace, role: "owner" }],
    allowed_tools: null,
    rate_limit: { per_minute: 1, burst: 3, remaining: 1, reset_seconds: expect.any(Number) },
  });
});

test("a key that reaches as many workspaces as a key can makes no other, and writes nothing", async () => {
  const { owner, key } = await newWorld();
  const many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 199)";
  const id = "?1 || '_' || i";
  await sql(`INSERT INTO workspace (id, name, slug, created_at) ${many} SELECT ${id}, 'x', ${id}, 0 FROM n`, key.id);
  await sql(
    `INSERT INTO member (id, workspace_id, user_id, role, created_at) ${many} SELECT ${id}, ${id}, ?2, 'owner', 0 FROM n`,
    key.id,
    owner.id,
  );
  await sql(`INSERT INTO key_workspaces (key_id, workspace_id) ${many} SELECT ?1, ${id} FROM n`, key.id);
  const before = await written();
  const answer = await call("POST", "/v1/workspaces", { key: key.secret, body: { name: "One more" } });
  expect(answer).toMatchObject({ status: 409, body: { code: "conflict" } });
  expect(await written()).toEqual(before);
});
