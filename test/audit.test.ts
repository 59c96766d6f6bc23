/** The audit log is filtered, tells what was there before, and is downloaded as a file by who may read it. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { z } from "zod";
import { AUDIT_EXPORT_ROWS_MAX } from "#shared/limits.ts";
import { signIn } from "./people.ts";
import { type Answer, call, join, newKey, newPerson, newWorld, newWorkspace, sql, type World } from "./world.ts";

const entrySchema = z.object({
  id: z.string(),
  at: z.string(),
  action: z.string(),
  target: z.object({ id: z.string(), name: z.string().nullable() }),
  detail: z.record(z.string(), z.unknown()),
});
type Entry = z.infer<typeof entrySchema>;

async function log(world: World, query = ""): Promise<Entry[]> {
  const answer = await call("GET", `/v1/audit?limit=100&${query}`, { key: world.key.secret });
  expect(answer.status).toBe(200);
  return z.array(entrySchema).parse(answer.body["data"]);
}

function download({ key }: World, query = ""): Promise<Answer> {
  return call("GET", `/v1/audit/export?${query}`, { key: key.secret });
}

function change({ key }: World, id: string, body: unknown): Promise<Answer> {
  return call("PATCH", `/v1/keys/${id}`, { key: key.secret, body });
}

/** Entries by the world's owner, made by SQL: one per millisecond from 1000 on. */
async function newEntries({ owner }: World, count: number, detail: unknown = {}): Promise<void> {
  await env.DB.prepare(
    `WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 999 + ?2)
     INSERT INTO audit_log (id, at, action, actor_user_id, target_type, target_id, detail, request_id)
     SELECT 'aud_' || substr('0000000000000000' || i || substr(?1, 5, 8), -16), i, 'key.changed', ?1, 'key', 'key_0000000000',
       ?3, 'req_0000000000000000' FROM n`,
  )
    .bind(owner.id, count, JSON.stringify(detail))
    .run();
}

test("a change of a key is recorded with what it was before, and of those fields alone", async () => {
  const world = await newWorld();
  const other = await newWorkspace(world.owner, "Side stage");
  const { id } = await newKey(world.owner, { workspaces: [world.workspace], name: "Old" });
  const steps = [
    [{ name: "New" }, { name: "Old" }],
    [
      { scopes: ["mcp:write", "mcp:read", "mcp:read"] },
      { scopes: ["mcp:read", "mcp:write", "mcp:execute", "keys:manage"] },
      { scopes: ["mcp:read", "mcp:write"] },
    ],
    [{ expires_at: "2199-01-01T02:00:00+02:00" }, { expires_at: null }, { expires_at: "2199-01-01T00:00:00.000Z" }],
    [{ expires_at: null }, { expires_at: "2199-01-01T00:00:00.000Z" }],
    [{ workspaces: [other] }, { workspaces: [world.workspace] }],
    [
      { rate_limit: { per_minute: 5, burst: 5 }, allowed_ips: ["10.0.0.0/8"] },
      { rate_limit: null, allowed_ips: null },
    ],
    [
      { allow_query: true, allowed_tools: ["list_events"] },
      { allow_query: false, allowed_tools: null },
    ],
  ] as const;
  for (const [body, before, changed = body] of steps) {
    expect((await change(world, id, body)).status).toBe(200);
    const [newest] = await log(world, `target=${id}`);
    expect(newest?.detail).toMatchObject({ changed, before });
    expect(newest?.detail["before"]).toEqual(before);
  }
});

test("what a key reached before is told of the viewer's own workspaces alone", async () => {
  const ada = await newWorld("Main stage");
  const bo = await newWorld("Secret stage");
  await join(bo.owner, ada.workspace, "member");
  const { id } = await newKey(bo.owner, { workspaces: [ada.workspace, bo.workspace] });
  await change(bo, id, { workspaces: [ada.workspace] });
  const [seen] = await log(ada, `target=${id}`);
  expect(seen?.detail).toMatchObject({
    before: { workspaces: [ada.workspace] },
    changed: { workspaces: [ada.workspace] },
  });
  expect((await download(ada)).text).not.toContain(bo.workspace);
  const [own] = await log(bo, `target=${id}`);
  expect(
    new Set(z.array(z.string()).parse(z.object({ workspaces: z.unknown() }).parse(own?.detail["before"]).workspaces)),
  ).toEqual(new Set([ada.workspace, bo.workspace]));
});

test("a target has its name of today, for who can see it today, and else its name of then", async () => {
  const ada = await newWorld("Main stage");
  const bo = await newWorld("Secret stage");
  await join(bo.owner, ada.workspace, "member");
  const { id } = await newKey(bo.owner, { workspaces: [ada.workspace, bo.workspace], name: "First" });
  await change(bo, id, { name: "Second" });
  const names = async (viewer: World): Promise<unknown[]> =>
    (await log(viewer, `target=${id}`)).map(({ target }) => target.name);
  expect(await names(ada)).toEqual(["Second"]);
  await change(bo, id, { workspaces: [bo.workspace] });
  await change(bo, id, { name: "Secret plan" });
  expect(await names(ada)).toEqual(["Second", "First"]);
  expect(await names(bo)).toEqual(["Secret plan", "Secret plan", "Secret plan"]);
  await call("DELETE", `/v1/keys/${id}`, { key: bo.key.secret });
  expect(await names(bo)).toEqual(["Secret plan", "Second", "Second", "First"]);
});

test("members and workspaces are named in the log", async () => {
  const world = await newWorld("Main stage");
  const cleo = await newPerson("Cleo");
  const body = { user_id: cleo.id, role: "admin" };
  await call("POST", `/v1/workspaces/${world.workspace}/members`, { key: world.key.secret, body });
  await call("DELETE", `/v1/workspaces/${world.workspace}/members/${cleo.id}`, { key: world.key.secret });
  const made = await call("POST", "/v1/workspaces", { key: world.key.secret, body: { name: "Side stage" } });
  expect(made.status).toBe(201);
  await sql("UPDATE workspace SET name = 'Wide stage' WHERE id = ?1", z.string().parse(made.body["id"]));
  expect((await log(world)).map(({ action, target }) => [action, target.name])).toEqual([
    ["workspace.created", "Wide stage"],
    ["member.removed", "Cleo"],
    ["member.added", "Cleo"],
  ]);
});

const at = (ms: number): string => encodeURIComponent(new Date(ms).toISOString());

test("the log is filtered by the start of an action, and by time: from it on, and before it", async () => {
  const world = await newWorld();
  const { id } = await newKey(world.owner, { workspaces: [world.workspace] });
  for (const act of ["disable", "enable", "revoke"]) {
    await call("POST", `/v1/keys/${id}/${act}`, { key: world.key.secret });
  }
  await call("POST", "/v1/workspaces", { key: world.key.secret, body: { name: "Side stage" } });
  const actions = async (query: string): Promise<string[]> => (await log(world, query)).map(({ action }) => action);
  expect(await actions("action=key.")).toEqual(["key.revoked", "key.enabled", "key.disabled"]);
  expect(await actions("action=key.revoked")).toEqual(["key.revoked"]);
  expect(await actions("action=key.revok")).toEqual([]);
  expect(await actions("action=ke.")).toEqual([]);
  expect(await actions("action=workspace.")).toEqual(["workspace.created"]);
  await newEntries(world, 3);
  const times = async (query: string): Promise<number[]> =>
    (await log(world, query)).map((entry) => Date.parse(entry.at));
  expect(await times(`from=${at(1001)}&to=${at(1002)}`)).toEqual([1001]);
  expect(await times(`to=${at(1002)}`)).toEqual([1001, 1000]);
  expect(await times(`from=${at(1001)}&to=${at(5000)}`)).toEqual([1002, 1001]);
  expect(await actions(`from=${at(5000)}`)).toHaveLength(4);
  expect(await times(`from=1970-01-01T01:00:01.002%2B01:00&to=${at(5000)}`)).toEqual([1002]);
});

const BAD = [
  "action=key",
  "action=.",
  "action=key.%25",
  "from=yesterday",
  "to=1",
  "from=2027-01-01T00:00:00Z&to=2027-01-01T00:00:00Z",
];

test.for(BAD)("the log and the file refuse %s", async (query) => {
  const world = await newWorld();
  for (const path of ["/v1/audit", "/v1/audit/export"]) {
    const answer = await call("GET", `${path}?${query}`, { key: world.key.secret });
    expect(answer).toMatchObject({ status: 400, body: { code: "invalid_request" } });
  }
  expect((await download(world, "format=xlsx")).status).toBe(400);
  expect((await download(world, "limit=5")).status).toBe(400);
});

const HEADER =
  "id,at,action,actor_user_id,actor_name,actor_credential_id,target_type,target_id,target_name,ip,user_agent,request_id,detail";

test("the file is CSV with a header line, and has what the list has, by key and by session", async () => {
  const world = await newWorld();
  const { id } = await newKey(world.owner, { workspaces: [world.workspace], name: 'Say "hi",\nBob' });
  await change(world, id, { name: "n8n" });
  await call("POST", `/v1/keys/${id}/disable`, { key: world.key.secret });
  const answer = await download(world);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8; header=present");
  expect(answer.headers.get("content-disposition")).toMatch(
    /^attachment; filename="latchkey-audit-\d{4}-\d\d-\d\d\.csv"$/,
  );
  expect(answer.headers.get("cache-control")).toBe("no-store");
  const [header, disabled, renamed, end, ...more] = answer.text.split("\r\n");
  expect([header, end, more]).toEqual([HEADER, "", []]);
  expect(disabled).toContain(`,key.disabled,${world.owner.id},Ada,${world.key.id},key,${id},n8n,`);
  const entries = await log(world);
  expect(disabled?.startsWith(`${entries[0]?.id ?? ""},${entries[0]?.at ?? ""},`)).toBe(true);
  expect(renamed).toContain(String.raw`""before"":{""name"":""Say \""hi\"",\nBob""}`);
  const { headers } = await signIn(world.owner);
  expect((await call("GET", "/v1/audit/export?format=csv", { headers })).text).toBe(answer.text);
});

const FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x","y")'] as const;

test.for(FORMULAS)("a name that a spreadsheet would run is text in the file: %j", async (name) => {
  const world = await newWorld();
  const { id } = await newKey(world.owner, { workspaces: [world.workspace], name });
  await call("POST", `/v1/keys/${id}/disable`, { key: world.key.secret });
  const { text } = await download(world);
  const quoted = /[",\r\n]|^\s/.test(`'${name}`) ? `"'${name.replaceAll('"', '""')}"` : `'${name}`;
  expect(text).toContain(`,key,${id},${quoted},`);
});

async function entriesIn(viewer: World, query: string): Promise<number> {
  return (await download(viewer, query)).text.split("\r\n").length - 2;
}

test("the file takes the filters of the list, and tells nobody of what they may not see", async () => {
  const world = await newWorld();
  const stranger = await newWorld();
  const { id } = await newKey(world.owner, { workspaces: [world.workspace] });
  for (const act of ["disable", "enable", "disable"]) {
    await call("POST", `/v1/keys/${id}/${act}`, { key: world.key.secret });
  }
  expect(await entriesIn(world, `action=key.disabled&target=${id}`)).toBe(2);
  expect(await entriesIn(world, `workspace=${world.workspace}`)).toBe(3);
  expect(await entriesIn(world, `actor=${stranger.owner.id}`)).toBe(0);
  for (const query of ["", `target=${id}`, `actor=${world.owner.id}`, `workspace=${world.workspace}`]) {
    expect((await download(stranger, query)).text).toBe(`${HEADER}\r\n`);
  }
});

test("a long log is a whole file, each entry once and in order", async () => {
  const world = await newWorld();
  await newEntries(world, 2345);
  const { text } = await download(world);
  const times = text
    .split("\r\n")
    .slice(1, -1)
    .map((line) => Date.parse(line.split(",")[1] ?? ""));
  expect(times).toEqual(Array.from({ length: 2345 }, (_, index) => 3344 - index));
});

test("of more entries than a file may have the newest are in it, and its name says so", async () => {
  const world = await newWorld();
  await newEntries(world, AUDIT_EXPORT_ROWS_MAX + 1);
  const answer = await download(world);
  expect(answer.headers.get("content-disposition")).toContain(`-newest-${AUDIT_EXPORT_ROWS_MAX}.csv"`);
  const lines = answer.text.split("\r\n").slice(1, -1);
  expect(lines).toHaveLength(AUDIT_EXPORT_ROWS_MAX);
  expect(lines.at(-1)).toContain(",1970-01-01T00:00:01.001Z,");
  const rest = await download(world, "to=1970-01-01T00:00:01.001Z");
  expect(rest.headers.get("content-disposition")).not.toContain("newest");
  expect(rest.text.split("\r\n")).toHaveLength(3);
});
