/** Bad input to the management API: each a clear error that names the field, and nothing written. */
import { expect, test } from "vitest";
import { z } from "zod";
import { namedIn } from "./named-in.ts";
import { written } from "./snapshot.ts";
import {
  type Answer,
  call,
  type CallOptions,
  join,
  newKey,
  newMember,
  newPerson,
  newWorld,
  newWorkspace,
  type World,
} from "./world.ts";

/** A wish for a key that is good but for what `flaw` says. */
function wishOf(world: World, flaw: Record<string, unknown>): Record<string, unknown> {
  return { name: "n8n", scopes: ["mcp:read"], workspaces: [world.workspace], ...flaw };
}

const YEAR_2200 = "2200-12-31T00:00:00Z";

test.for<[flaw: Record<string, unknown>, field: string]>([
  [{ name: "" }, "/name"],
  [{ name: " \t " }, "/name"],
  [{ name: "x".repeat(1000) }, "/name"],
  [{ name: "x".repeat(101) }, "/name"],
  [{ name: "🎪".repeat(101) }, "/name"],
  [{ name: "a\u0000b" }, "/name"],
  [{ name: "a\u001b[31mb" }, "/name"],
  [{ name: "a\nb" }, "/name"],
  [{ name: "a\u0085b" }, "/name"],
  [{ name: "a\u2028b" }, "/name"],
  [{ name: "safe\u202Eevil" }, "/name"],
  [{ name: "\u200B\u200B" }, "/name"],
  [{ name: "\ud800" }, "/name"],
  [{ name: 7 }, "/name"],
  [{ name: null }, "/name"],
  [{ name: ["n8n"] }, "/name"],
  [{ scopes: [] }, "/scopes"],
  [{ scopes: "mcp:read" }, "/scopes"],
  [{ scopes: ["mcp:admin"] }, "/scopes/0"],
  [{ scopes: ["mcp:read", "*"] }, "/scopes/1"],
  [{ scopes: ["MCP:READ"] }, "/scopes/0"],
  [{ scopes: [null] }, "/scopes/0"],
  [{ scopes: Array.from({ length: 17 }, () => "mcp:read") }, "/scopes"],
  [{ workspaces: [] }, "/workspaces"],
  [{ workspaces: null }, "/workspaces"],
  [{ workspaces: ["not an id"] }, "/workspaces/0"],
  [{ workspaces: ["ws_' OR 1=1 --"] }, "/workspaces/0"],
  [{ workspaces: Array.from({ length: 201 }, () => "ws_0000000000000000") }, "/workspaces"],
  [{ expires_at: "2020-01-01T00:00:00Z" }, "/expires_at"],
  [{ expires_at: "tomorrow" }, "/expires_at"],
  [{ expires_at: "2030-02-30T00:00:00Z" }, "/expires_at"],
  [{ expires_at: "2030-01-01" }, "/expires_at"],
  [{ expires_at: "2030-01-01T00:00:00" }, "/expires_at"],
  [{ expires_at: 1_893_456_000 }, "/expires_at"],
  [{ expires_at: "9999-01-01T00:00:00Z" }, "/expires_at"],
  [{ expires_at: "+275760-09-13T00:00:00Z" }, "/expires_at"],
  [{ expires_at: "" }, "/expires_at"],
  [{ allowed_ips: [] }, "/allowed_ips"],
  [{ allowed_ips: ["localhost"] }, "/allowed_ips/0"],
  [{ allowed_ips: ["203.0.113.0/33"] }, "/allowed_ips/0"],
  [{ allowed_ips: ["203.0.113.1/24"] }, "/allowed_ips/0"],
  [{ allowed_ips: ["203.0.113.0/-1"] }, "/allowed_ips/0"],
  [{ allowed_ips: ["203.0.113.0/08"] }, "/allowed_ips/0"],
  [{ allowed_ips: ["203.0.113.0/24/8"] }, "/allowed_ips/0"],
  [{ allowed_ips: ["203.0.113"] }, "/allowed_ips/0"],
  [{ allowed_ips: ["010.0.0.1"] }, "/allowed_ips/0"],
  [{ allowed_ips: ["256.0.0.1"] }, "/allowed_ips/0"],
  [{ allowed_ips: ["203.0.113.7", "2001:db8::/129"] }, "/allowed_ips/1"],
  [{ allowed_ips: ["2001:db8:::1"] }, "/allowed_ips/0"],
  [{ allowed_ips: ["fe80::1%eth0"] }, "/allowed_ips/0"],
  [{ allowed_ips: ["1::2::3"] }, "/allowed_ips/0"],
  [{ allowed_ips: ["*"] }, "/allowed_ips/0"],
  [{ allowed_ips: "203.0.113.7" }, "/allowed_ips"],
  [{ allowed_ips: Array.from({ length: 51 }, () => "203.0.113.7") }, "/allowed_ips"],
  [{ rate_limit: { per_minute: 0, burst: 1 } }, "/rate_limit/per_minute"],
  [{ rate_limit: { per_minute: -1, burst: 1 } }, "/rate_limit/per_minute"],
  [{ rate_limit: { per_minute: 1e9, burst: 1 } }, "/rate_limit/per_minute"],
  [{ rate_limit: { per_minute: 1.5, burst: 1 } }, "/rate_limit/per_minute"],
  [{ rate_limit: { per_minute: "60", burst: 1 } }, "/rate_limit/per_minute"],
  [{ rate_limit: { per_minute: 60, burst: 0 } }, "/rate_limit/burst"],
  [{ rate_limit: { per_minute: 60, burst: -5 } }, "/rate_limit/burst"],
  [{ rate_limit: { per_minute: 60, burst: Number.MAX_SAFE_INTEGER + 1 } }, "/rate_limit/burst"],
  [{ rate_limit: { per_minute: 60 } }, "/rate_limit/burst"],
  [{ rate_limit: { per_minute: 60, burst: 1, per_hour: 1 } }, "/rate_limit/per_hour"],
  [{ rate_limit: 60 }, "/rate_limit"],
  [{ allowed_tools: [] }, "/allowed_tools"],
  [{ allowed_tools: ["drop table"] }, "/allowed_tools/0"],
  [{ allowed_tools: [""] }, "/allowed_tools/0"],
  [{ allow_query: "yes" }, "/allow_query"],
  [{ allow_query: null }, "/allow_query"],
  [{ color: "red" }, "/color"],
  [{ owner_id: "usr_0000000000000000" }, "/owner_id"],
  [{ status: "enabled" }, "/status"],
])("a key is neither made nor changed by %j", async ([flaw, field]) => {
  const world = await newWorld();
  const { id } = await newKey(world.owner, { workspaces: [world.workspace] });
  const before = await written();
  const made = await call("POST", "/v1/keys", { key: world.key.secret, body: wishOf(world, flaw) });
  const changed = await call("PATCH", `/v1/keys/${id}`, { key: world.key.secret, body: { name: "x", ...flaw } });
  expect([namedIn(made), namedIn(changed)]).toEqual([[field], [field]]);
  expect(await written()).toEqual(before);
});

test("what a key must have is asked for by name, and a change that changes nothing is refused", async () => {
  const { key } = await newWorld();
  const before = await written();
  const [nothing, no] = [{ key: key.secret, body: {} }, { key: key.secret }];
  expect(namedIn(await call("POST", "/v1/keys", nothing))).toEqual(["/name", "/scopes", "/workspaces"]);
  expect(namedIn(await call("PATCH", `/v1/keys/${key.id}`, nothing))).toEqual([""]);
  expect(namedIn(await call("POST", "/v1/workspaces", nothing))).toEqual(["/name"]);
  expect(namedIn(await call("POST", "/v1/keys/verify", nothing))).toEqual(["/secret"]);
  expect(namedIn(await call("POST", "/v1/setup", nothing))).toEqual(["/setup_token", "/owner", "/workspace"]);
  expect(await call("PATCH", `/v1/keys/${key.id}`, no)).toMatchObject({ status: 415 });
  expect(await written()).toEqual(before);
});

test.for<[kind: string, name: string]>([
  ["emoji", "🎪 Ünïcode – 👩‍🚒 👨‍👩‍👧"],
  ["right-to-left", "مفتاح الإنتاج"],
  ["right-to-left with marks", "\u200Fמפתח\u200E n8n"],
  ["SQL", "'); DROP TABLE keys; --"],
  ["more SQL", `" OR ""="`],
  ["HTML", "<script>alert(1)</script><img src=x onerror=alert(1)>"],
  ["a template", "${7*7}{{7*7}}%s%n"],
  ["a hundred characters", "é".repeat(100)],
  ["a hundred emoji", "🎪".repeat(100)],
  ["what looks like a field", "__proto__"],
])("a name may be %s, and is stored and returned as it was given", async ([, name]) => {
  const world = await newWorld();
  const options = { key: world.key.secret };
  const made = await call("POST", "/v1/keys", { ...options, body: wishOf(world, { name }) });
  expect(made).toMatchObject({ status: 201, body: { key: { name } } });
  const { id } = z.object({ id: z.string() }).parse(made.body["key"]);
  expect((await call("GET", `/v1/keys/${id}`, options)).body).toMatchObject({ name });
  const found = await call("GET", `/v1/keys?search=${encodeURIComponent(name)}`, options);
  expect(found.body["data"]).toMatchObject([{ id, name }]);
  expect((await call("POST", "/v1/workspaces", { ...options, body: { name } })).body).toMatchObject({ name });
  const log = await call("GET", `/v1/audit?target=${id}`, options);
  expect(log.body["data"]).toMatchObject([{ action: "key.created", detail: { name } }]);
});

test("text in a search is text, not a pattern and not SQL", async () => {
  const world = await newWorld();
  for (const name of ["100% jazz", "under_score", "back\\slash", "plain"]) {
    await newKey(world.owner, { workspaces: [world.workspace], name });
  }
  const search = async (text: string): Promise<unknown[]> => {
    const answer = await call("GET", `/v1/keys?search=${encodeURIComponent(text)}`, { key: world.key.secret });
    return z
      .array(z.object({ name: z.string() }))
      .parse(answer.body["data"])
      .map(({ name }) => name);
  };
  expect(await search("%")).toEqual(["100% jazz"]);
  // Not "_s" alone, which hints of keys may have as well.
  expect(await search("r_s")).toEqual(["under_score"]);
  expect(await search("\\")).toEqual(["back\\slash"]);
  expect(await search("' OR '1'='1")).toEqual([]);
});

test.for<[method: string, path: string, field: string]>([
  ["GET", "/v1/keys/evt_0000000000000000", "id"],
  ["GET", "/v1/keys/key_short", "id"],
  ["GET", "/v1/keys/1%20OR%201=1", "id"],
  ["PATCH", "/v1/keys/usr_0000000000000000", "id"],
  ["DELETE", "/v1/keys/%00", "id"],
  ["POST", "/v1/keys/ws_0000000000000000/revoke", "id"],
  ["GET", "/v1/events/doc_0000000000000000", "id"],
  ["GET", "/v1/documents/evt_0000000000000000", "id"],
  ["GET", "/v1/workspaces/x'--/members", "id"],
  ["DELETE", "/v1/workspaces/ws_0000000000000000/members/..%2f", "userId"],
  ["GET", "/v1/keys?limit=0", "limit"],
  ["GET", "/v1/keys?limit=101", "limit"],
  ["GET", "/v1/keys?limit=-1", "limit"],
  ["GET", "/v1/keys?limit=ten", "limit"],
  ["GET", "/v1/keys?limit=1&limit=2", "limit"],
  ["GET", "/v1/keys?limit=", "limit"],
  ["GET", "/v1/keys?limit=1e1", "limit"],
  ["GET", "/v1/keys?limit=0x10", "limit"],
  ["GET", "/v1/keys?status=gone", "status"],
  ["GET", "/v1/keys?scope=all", "scope"],
  ["GET", "/v1/keys?sort=digest", "sort"],
  ["GET", "/v1/keys?search=", "search"],
  ["GET", "/v1/keys?workspace=%27", "workspace"],
  ["GET", "/v1/keys?status=enabled,gone", "status"],
  ["GET", "/v1/keys?owner=you", "owner"],
  ["GET", "/v1/keys?whose=me", "whose"],
  ["GET", "/v1/keys?unused_days=0", "unused_days"],
  ["GET", "/v1/keys?usage_days=91", "usage_days"],
  ["GET", "/v1/keys?sort=requests", "sort"],
  ["GET", "/v1/audit?action=everything", "action"],
  ["GET", "/v1/audit?actor=;", "actor"],
  ["GET", "/v1/audit?from=today", "from"],
  ["GET", "/v1/audit?from=2027-01-02T00:00:00Z&to=2027-01-01T00:00:00Z", "from"],
  ["GET", "/v1/audit/export?format=pdf", "format"],
  ["GET", "/v1/workspaces?limit=1.5", "limit"],
  ["DELETE", "/v1/keys/key_0000000000?confirm=yes", "confirm"],
])("%s %s is refused by the name of what is wrong", async ([method, path, field]) => {
  const { key } = await newWorld();
  const before = await written();
  const body = method === "PATCH" ? { name: "x" } : undefined;
  expect(namedIn(await call(method, path, { key: key.secret, body }))).toEqual([field]);
  expect(await written()).toEqual(before);
});

test("usage is asked for in spans that make sense", async () => {
  const { key } = await newWorld();
  const usage = (query: string): Promise<Answer> =>
    call("GET", `/v1/keys/${key.id}/usage?${query}`, { key: key.secret });
  expect(namedIn(await usage("from=yesterday"))).toEqual(["from"]);
  expect(namedIn(await usage("bucket=minute"))).toEqual(["bucket"]);
  expect(namedIn(await usage("from=2027-01-02T00:00:00Z&to=2027-01-01T00:00:00Z"))).toEqual(["from"]);
  expect(namedIn(await usage("from=2027-01-01T00:00:00Z&to=2027-03-01T00:00:00Z&bucket=hour"))).toEqual(["from"]);
  expect(namedIn(await usage("from=0001-01-01T00:00:00Z"))).toEqual(["from"]);
  expect((await usage(`from=2199-12-01T00:00:00Z&to=${YEAR_2200}`)).status).toBe(200);
});

/** The answer without what differs from request to request. */
async function answered(method: string, path: string, options: CallOptions): Promise<unknown> {
  const { status, body } = await call(method, path, options);
  return { status, body: { ...body, request_id: "" } };
}

test("a workspace of others can't be put on a key, and is as unknown as one that is none", async () => {
  const [mine, theirs] = [await newWorld(), await newWorld()];
  const { key } = mine;
  const before = await written();
  const foreign = [mine.workspace, theirs.workspace];
  const none = [mine.workspace, "ws_0000000000000000"];
  const wish = (workspaces: readonly string[]): CallOptions => ({
    key: key.secret,
    body: wishOf(mine, { workspaces }),
  });
  const made = await answered("POST", "/v1/keys", wish(foreign));
  expect(made).toMatchObject({ status: 404, body: { code: "not_found" } });
  expect(made).toEqual(await answered("POST", "/v1/keys", wish(none)));
  const changed = await answered("PATCH", `/v1/keys/${key.id}`, { key: key.secret, body: { workspaces: foreign } });
  expect(changed).toMatchObject({ status: 404, body: { code: "not_found" } });
  expect(changed).toEqual(
    await answered("PATCH", `/v1/keys/${key.id}`, { key: key.secret, body: { workspaces: none } }),
  );
  expect(await written()).toEqual(before);
});

test("a member is added by one name, with a role that there is, once", async () => {
  const { key, workspace } = await newWorld();
  const { person } = await newMember(workspace, "member");
  const before = await written();
  const add = (body: unknown): Promise<Answer> =>
    call("POST", `/v1/workspaces/${workspace}/members`, { key: key.secret, body });
  expect(namedIn(await add({}))).toEqual([""]);
  expect(namedIn(await add({ user_id: person.id, email: person.email }))).toEqual([""]);
  expect(namedIn(await add({ email: "not an address" }))).toEqual(["/email"]);
  expect(namedIn(await add({ user_id: "x" }))).toEqual(["/user_id"]);
  expect(namedIn(await add({ user_id: person.id, role: "god" }))).toEqual(["/role"]);
  expect(await add({ email: "nobody@example.com" })).toMatchObject({ status: 404, body: { code: "not_found" } });
  expect(await add({ user_id: "key_00000000000000" })).toMatchObject({ status: 404, body: { code: "not_found" } });
  expect(await add({ user_id: person.id })).toMatchObject({ status: 409, body: { code: "conflict" } });
  expect(await written()).toEqual(before);
});

test("who belongs to another workspace is as unknown a member as nobody", async () => {
  const { key, workspace } = await newWorld();
  const stranger = await newPerson("Eve");
  await join(stranger, await newWorkspace(await newPerson("Dan"), "Elsewhere"), "member");
  const options = { key: key.secret };
  const removed = await answered("DELETE", `/v1/workspaces/${workspace}/members/${stranger.id}`, options);
  expect(removed).toMatchObject({ status: 404, body: { code: "not_found" } });
  expect(removed).toEqual(
    await answered("DELETE", `/v1/workspaces/${workspace}/members/usr_0000000000000000`, options),
  );
});
