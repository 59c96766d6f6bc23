/** What people may do to keys that are not theirs, and what they see of them; and what the audit log tells whom. */
import { expect, test } from "vitest";
import { z } from "zod";
import { written } from "./snapshot.ts";
import {
  type Answer,
  call,
  type HeldKey,
  join,
  newKey,
  newMember,
  newPerson,
  newWorld,
  newWorkspace,
  type Person,
  sql,
} from "./world.ts";

const ask = (key: HeldKey, method: string, path: string): Promise<Answer> => call(method, path, { key: key.secret });

/** Bo runs workspace B, is a plain member of A, and has a key for both; Ada owns A. */
async function sharedKey(): Promise<{
  readonly ada: HeldKey;
  readonly bo: HeldKey;
  readonly bosOwner: Person;
  readonly a: string;
  readonly b: string;
  readonly shared: HeldKey;
}> {
  const world = await newWorld("A");
  const bo = await newPerson("Bo");
  const b = await newWorkspace(bo, "B");
  await join(bo, world.workspace, "member");
  return {
    ada: world.key,
    bo: await newKey(bo, { workspaces: [b] }),
    bosOwner: bo,
    a: world.workspace,
    b,
    shared: await newKey(bo, { workspaces: [world.workspace, b], scopes: ["mcp:read"], name: "Shared" }),
  };
}

const keySchema = z.object({ id: z.string(), workspaces: z.array(z.object({ id: z.string(), name: z.string() })) });
const listSchema = z.object({ data: z.array(keySchema) });

test("who runs a workspace sees the keys that reach it, and not what else they reach", async () => {
  const { ada, bo, a, b, shared } = await sharedKey();
  const seen = await ask(ada, "GET", `/v1/keys/${shared.id}`);
  expect(seen).toMatchObject({ status: 200, body: { name: "Shared", owner: { name: "Bo" }, workspaces: [{ id: a }] } });
  expect(seen.text).not.toContain(b);
  const listed = await ask(ada, "GET", "/v1/keys");
  expect(listSchema.parse(listed.body).data.map((key) => key.id)).toEqual([shared.id, ada.id]);
  expect(listed.text).not.toContain(b);
  expect(listSchema.parse((await ask(ada, "GET", `/v1/keys?workspace=${b}`)).body).data).toEqual([]);
  const own = keySchema.parse((await ask(bo, "GET", `/v1/keys/${shared.id}`)).body);
  expect(own.workspaces.map((workspace) => workspace.name).toSorted()).toEqual(["A", "B"]);
});

test("who runs a workspace may cut a key off, and not rename, change, enable or rotate it", async () => {
  const { ada, shared } = await sharedKey();
  const path = `/v1/keys/${shared.id}`;
  const forbidden = { status: 403, body: { code: "not_permitted" } };
  const before = await written();
  expect(await call("PATCH", path, { key: ada.secret, body: { name: "Mine" } })).toMatchObject(forbidden);
  expect(await call("PATCH", path, { key: ada.secret, body: { scopes: ["mcp:write"] } })).toMatchObject(forbidden);
  expect(await ask(ada, "POST", `${path}/enable`)).toMatchObject(forbidden);
  const rotated = await ask(ada, "POST", `${path}/rotate`);
  expect(rotated).toMatchObject(forbidden);
  expect(rotated.text).not.toContain("lk_test_");
  expect(await written()).toEqual(before);
  expect((await ask(shared, "GET", "/v1/me")).status).toBe(200);
  expect(await ask(ada, "POST", `${path}/disable`)).toMatchObject({
    status: 200,
    body: { key: { status: "disabled" } },
  });
  expect(await ask(shared, "GET", "/v1/me")).toMatchObject({ status: 401, body: { code: "disabled_key" } });
  expect(await ask(ada, "POST", `${path}/revoke`)).toMatchObject({ status: 200, body: { key: { status: "revoked" } } });
  expect(await ask(ada, "DELETE", path)).toMatchObject({ status: 200, body: { deleted: true } });
});

test("a plain member neither manages keys nor sees the others'", async () => {
  const { workspace, owner } = await newWorld();
  const ben = await newPerson("Ben");
  await join(ben, workspace, "member");
  const own = await newWorkspace(ben, "Ben's");
  // He may manage keys where he is the owner; that gives him nothing where he is not.
  const key = await newKey(ben, { workspaces: [workspace, own] });
  const target = await newKey(owner, { workspaces: [workspace] });
  expect(listSchema.parse((await ask(key, "GET", "/v1/keys")).body).data.map(({ id }) => id)).toEqual([key.id]);
  for (const act of ["disable", "revoke", "rotate"]) {
    expect(await ask(key, "POST", `/v1/keys/${target.id}/${act}`)).toMatchObject({ status: 404 });
  }
  const add = { key: key.secret, body: { user_id: (await newPerson("Cleo")).id } };
  const members = `/v1/workspaces/${workspace}/members`;
  expect(await call("POST", members, add)).toMatchObject({ status: 403, body: { code: "not_permitted" } });
  expect(await ask(key, "DELETE", `${members}/${owner.id}`)).toMatchObject({
    status: 403,
    body: { code: "not_permitted" },
  });
});

test("nobody puts on a key what they have not: a scope of those who run a workspace, or a workspace of others", async () => {
  const { workspace } = await newWorld();
  const ben = await newPerson("Ben");
  await join(ben, workspace, "member");
  const own = await newWorkspace(ben, "Ben's");
  const { secret: key } = await newKey(ben, { workspaces: [own] });
  const plain = await newKey(ben, { workspaces: [workspace], scopes: ["mcp:read"] });
  const elsewhere = await newWorkspace(await newPerson("Eve"), "Eve's");
  const create = (scopes: string[], ...workspaces: string[]): Promise<Answer> =>
    call("POST", "/v1/keys", { key, body: { name: "n8n", scopes, workspaces } });
  const before = await written();
  const refused = { status: 403, body: { code: "not_permitted" } };
  expect(await create(["keys:manage"], workspace)).toMatchObject(refused);
  const more = { scopes: ["mcp:read", "keys:manage"] };
  expect(await call("PATCH", `/v1/keys/${plain.id}`, { key, body: more })).toMatchObject(refused);
  expect(await create(["mcp:read"], own, elsewhere)).toMatchObject({ status: 404, body: { code: "not_found" } });
  expect(await written()).toEqual(before);
  expect((await create(["mcp:read", "mcp:write"], workspace)).status).toBe(201);
  expect((await create(["keys:manage"], own)).status).toBe(201);
});

test("an admin who is made a member grants no more what only admins grant", async () => {
  const { workspace } = await newWorld();
  const { person, key } = await newMember(workspace, "admin");
  const wish = { key: key.secret, body: { name: "n8n", scopes: ["keys:manage"], workspaces: [workspace] } };
  expect((await call("POST", "/v1/keys", wish)).status).toBe(201);
  await sql("UPDATE member SET role = 'member' WHERE user_id = ?1", person.id);
  const before = await written();
  expect((await call("POST", "/v1/keys", wish)).status).toBe(403);
  expect(await written()).toEqual(before);
});

test("a member who is removed takes nothing along, at once, and finds nothing when they come back", async () => {
  const { ada, bo, bosOwner, a, b, shared } = await sharedKey();
  const opens = (workspace: string): Promise<Answer> => ask(shared, "GET", `/v1/events?workspace=${workspace}`);
  expect([(await opens(a)).status, (await opens(b)).status]).toEqual([200, 200]);
  const removed = await ask(ada, "DELETE", `/v1/workspaces/${a}/members/${bosOwner.id}`);
  expect(removed).toMatchObject({
    status: 200,
    body: { removed: true, user_id: bosOwner.id, propagation: { state: "everywhere" } },
  });
  expect([(await opens(a)).status, (await opens(b)).status]).toEqual([404, 200]);
  expect(await ask(ada, "GET", `/v1/keys/${shared.id}`)).toMatchObject({ status: 404 });
  const body = { user_id: bosOwner.id, role: "admin" };
  expect((await call("POST", `/v1/workspaces/${a}/members`, { key: ada.secret, body })).status).toBe(201);
  expect((await opens(a)).status).toBe(404);
  const { workspaces } = keySchema.parse((await ask(bo, "GET", `/v1/keys/${shared.id}`)).body);
  expect(workspaces).toEqual([{ id: b, name: "B" }]);
});

test("the last owner stays, everybody else may leave, and an admin makes and removes no owner", async () => {
  const { key: ada, owner, workspace } = await newWorld();
  const { person: admin, key: admins } = await newMember(workspace, "admin");
  const members = `/v1/workspaces/${workspace}/members`;
  expect(await ask(ada, "DELETE", `${members}/${owner.id}`)).toMatchObject({
    status: 409,
    body: { code: "last_owner" },
  });
  const refused = { status: 403, body: { code: "not_permitted" } };
  expect(await ask(admins, "DELETE", `${members}/${owner.id}`)).toMatchObject(refused);
  const cleo = await newPerson("Cleo");
  const adding = (role: string): { key: string; body: object } => ({
    key: admins.secret,
    body: { email: cleo.email.toUpperCase(), role },
  });
  expect(await call("POST", members, adding("owner"))).toMatchObject(refused);
  expect(await call("POST", members, adding("member"))).toMatchObject({
    status: 201,
    body: { user: { id: cleo.id }, role: "member" },
  });
  expect((await ask(admins, "DELETE", `${members}/${admin.id}`)).status).toBe(200);
  expect((await ask(admins, "GET", "/v1/me")).body).toMatchObject({ workspaces: [] });
});

const entrySchema = z.object({
  action: z.string(),
  actor: z.object({ user_id: z.string(), name: z.string(), credential_id: z.string() }),
  target: z.object({ type: z.string(), id: z.string() }),
  ip: z.string().nullable(),
  user_agent: z.string().nullable(),
  request_id: z.string(),
});
const logSchema = z.object({ data: z.array(entrySchema) });

async function logOf(key: HeldKey, query = ""): Promise<z.infer<typeof entrySchema>[]> {
  return logSchema.parse((await ask(key, "GET", `/v1/audit?${query}`)).body).data;
}

test("each act is recorded with who did it, from where and by which request, and those that did nothing are not", async () => {
  const { key: ada, owner, workspace } = await newWorld();
  const headers = { "CF-Connecting-IP": "203.0.113.7", "User-Agent": "curl/8.7.1" };
  const act = (method: string, path: string, body?: unknown): Promise<Answer> =>
    call(method, path, { key: ada.secret, body, headers });
  const made = await act("POST", "/v1/keys", { name: "n8n", scopes: ["mcp:read"], workspaces: [workspace] });
  const { id } = z.object({ id: z.string() }).parse(made.body["key"]);
  const requests = [made.headers.get("x-request-id")];
  for (const path of ["disable", "disable", "enable", "rotate", "revoke", "revoke"]) {
    requests.push((await act("POST", `/v1/keys/${id}/${path}`)).headers.get("x-request-id"));
  }
  requests.push((await act("PATCH", `/v1/keys/${id}`, { name: "Old" })).headers.get("x-request-id"));
  requests.push((await act("DELETE", `/v1/keys/${id}`)).headers.get("x-request-id"));
  const log = (await logOf(ada, `target=${id}`)).toReversed();
  expect(log.map((entry) => entry.action)).toEqual([
    "key.created",
    "key.disabled",
    "key.enabled",
    "key.rotated",
    "key.revoked",
    "key.changed",
    "key.deleted",
  ]);
  expect(log.map((entry) => entry.request_id)).toEqual(
    requests.filter((_request, index) => index !== 2 && index !== 6),
  );
  for (const entry of log) {
    expect(entry).toMatchObject({
      actor: { user_id: owner.id, name: "Ada", credential_id: ada.id },
      target: { type: "key", id },
      ip: "203.0.113.7",
      user_agent: "curl/8.7.1",
    });
  }
});

test("the audit log is for who acted and for who runs the workspace, and tells them of no other workspace", async () => {
  const { ada, bo, a, b } = await sharedKey();
  const { key: eve } = await newWorld("Eve's");
  const wish = { name: "Both", scopes: ["mcp:read"], workspaces: [a, b] };
  const made = await call("POST", "/v1/keys", { key: bo.secret, body: wish });
  const { id } = z.object({ id: z.string() }).parse(made.body["key"]);
  await call("PATCH", `/v1/keys/${id}`, { key: bo.secret, body: { workspaces: [b, a], name: "Both of them" } });
  const actions = async (key: HeldKey): Promise<string[]> =>
    (await logOf(key, `target=${id}`)).map(({ action }) => action);
  expect(await actions(bo)).toEqual(["key.changed", "key.created"]);
  expect(await actions(ada)).toEqual(["key.changed", "key.created"]);
  expect(await actions(eve)).toEqual([]);
  expect((await ask(bo, "GET", `/v1/audit?target=${id}`)).text).toContain(a);
  const told = await ask(ada, "GET", `/v1/audit?target=${id}`);
  expect(told.text).toContain(a);
  expect(told.text).not.toContain(b);
  expect(await logOf(ada, `workspace=${b}`)).toEqual([]);
});

test("who runs a workspace is told of a key that comes to reach it, and of one that leaves it", async () => {
  const { ada, bo, bosOwner, a, b } = await sharedKey();
  const { id } = await newKey(bosOwner, { workspaces: [] });
  const put = (workspaces: string[]): Promise<Answer> =>
    call("PATCH", `/v1/keys/${id}`, { key: bo.secret, body: { workspaces } });
  expect((await put([b])).status).toBe(200);
  expect(await logOf(ada, `target=${id}`)).toEqual([]);
  await put([a, b]);
  await put([b]);
  expect((await logOf(ada, `target=${id}`)).map(({ action }) => action)).toEqual(["key.changed", "key.changed"]);
});
