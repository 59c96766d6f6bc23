/** What a workspace asks of keys holds whenever a key comes to reach it, and whenever a key's expiry is said anew. */
import { expect, test } from "vitest";
import { z } from "zod";
import { signIn } from "./people.ts";
import { type Answer, call, join, newKey, newPerson, newWorld, newWorkspace, type Person, sql } from "./world.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();

async function setPolicy(workspace: string, policy: { maxDays?: number; creators?: string }): Promise<void> {
  await sql(
    "UPDATE workspace SET key_max_days = ?2, key_creators = ?3 WHERE id = ?1",
    workspace,
    policy.maxDays ?? null,
    policy.creators ?? "members",
  );
}

/** Creates a key by session, as the dashboard does. */
async function create(person: Person, wish: Record<string, unknown>): Promise<Answer> {
  const { headers } = await signIn(person);
  return call("POST", "/v1/keys", { headers, body: { name: "n8n", scopes: ["mcp:read"], ...wish } });
}

async function change(person: Person, id: string, body: unknown): Promise<Answer> {
  const { headers } = await signIn(person);
  return call("PATCH", `/v1/keys/${id}`, { headers, body });
}

const tooLong = (name: string, days: number): object => ({
  status: 400,
  body: {
    code: "invalid_request",
    errors: [{ path: "/expires_at", message: expect.stringContaining(`“${name}” end within ${days} day`) }],
  },
});

test("a key for a workspace that bounds how long keys live must end in time", async () => {
  const { owner, workspace, key } = await newWorld("Main stage");
  const free = await newWorkspace(owner, "Free");
  const strict = await newWorkspace(owner, "Strict");
  await setPolicy(workspace, { maxDays: 30 });
  await setPolicy(strict, { maxDays: 1 });
  const wishes = [{}, { expires_at: null }, { expires_at: inDays(30.1) }, { expires_at: inDays(3000) }];
  for (const wish of wishes) {
    expect(await create(owner, { workspaces: [free, workspace], ...wish })).toMatchObject(tooLong("Main stage", 30));
  }
  const byKey = { name: "n8n", scopes: ["mcp:read"], workspaces: [workspace] };
  expect(await call("POST", "/v1/keys", { key: key.secret, body: byKey })).toMatchObject(tooLong("Main stage", 30));
  expect(await create(owner, { workspaces: [workspace, strict], expires_at: inDays(20) })).toMatchObject(
    tooLong("Strict", 1),
  );
  expect(await create(owner, { workspaces: [workspace, free], expires_at: inDays(30) })).toMatchObject({ status: 201 });
  expect(await create(owner, { workspaces: [free] })).toMatchObject({ status: 201 });
});

test("a key that is there stays as it is, until its expiry is said anew or it is to reach the workspace", async () => {
  const { owner, workspace } = await newWorld("Main stage");
  const other = await newWorkspace(owner, "Other");
  const { id, secret } = await newKey(owner, { workspaces: [workspace, other] });
  const outside = await newKey(owner, { workspaces: [other] });
  await setPolicy(workspace, { maxDays: 30 });
  expect((await call("GET", "/v1/me", { key: secret })).status).toBe(200);
  for (const body of [{ name: "Renamed" }, { scopes: ["mcp:read"] }, { workspaces: [workspace] }]) {
    expect(await change(owner, id, body)).toMatchObject({ status: 200 });
  }
  expect(await change(owner, id, { expires_at: inDays(31) })).toMatchObject(tooLong("Main stage", 30));
  expect(await change(owner, id, { expires_at: null })).toMatchObject(tooLong("Main stage", 30));
  expect(await change(owner, id, { expires_at: inDays(29) })).toMatchObject({ status: 200 });
  const adding = { workspaces: [workspace, other] };
  expect(await change(owner, outside.id, adding)).toMatchObject(tooLong("Main stage", 30));
  expect(await change(owner, outside.id, { ...adding, expires_at: inDays(2) })).toMatchObject({ status: 200 });
});

test("where admins make the keys, a member neither makes one nor lets one reach the workspace", async () => {
  const { owner, workspace } = await newWorld("Main stage");
  const ben = await newPerson("Ben");
  await join(ben, workspace, "member");
  const own = await newWorkspace(ben, "Ben's");
  const before = await newKey(ben, { workspaces: [workspace], scopes: ["mcp:read"] });
  const elsewhere = await newKey(ben, { workspaces: [own], scopes: ["mcp:read"] });
  await setPolicy(workspace, { creators: "admins" });
  const refused = {
    status: 403,
    body: { code: "not_permitted", detail: expect.stringContaining("reach “Main stage”") },
  };
  expect(await create(ben, { workspaces: [workspace] })).toMatchObject(refused);
  expect(await create(ben, { workspaces: [own, workspace] })).toMatchObject(refused);
  expect(await change(ben, elsewhere.id, { workspaces: [own, workspace] })).toMatchObject(refused);
  expect(await create(ben, { workspaces: [own] })).toMatchObject({ status: 201 });
  expect(await change(ben, before.id, { name: "Still mine" })).toMatchObject({ status: 200 });
  expect(await change(ben, before.id, { workspaces: [own, workspace] })).toMatchObject({ status: 200 });
  expect(await create(owner, { workspaces: [workspace] })).toMatchObject({ status: 201 });
  await sql("UPDATE member SET role = 'admin' WHERE user_id = ?1 AND workspace_id = ?2", ben.id, workspace);
  expect(await create(ben, { workspaces: [workspace] })).toMatchObject({ status: 201 });
});

test("a policy tells nothing of a workspace to who does not belong to it", async () => {
  const { workspace } = await newWorld("Secret stage");
  await setPolicy(workspace, { maxDays: 1, creators: "admins" });
  const answer = await create((await newWorld()).owner, { workspaces: [workspace] });
  expect(answer).toMatchObject({ status: 404, body: { code: "not_found" } });
  expect(answer.text).not.toContain("Secret");
});

const inAWeekAnd = (minutes: number): string => inDays(7 + minutes / (24 * 60));

test("a clock that is a little ahead is forgiven, and a minute past that is not", async () => {
  const { owner, workspace } = await newWorld();
  await setPolicy(workspace, { maxDays: 7 });
  const made = await create(owner, { workspaces: [workspace], expires_at: inAWeekAnd(4) });
  expect(made).toMatchObject({ status: 201 });
  expect((await create(owner, { workspaces: [workspace], expires_at: inAWeekAnd(6) })).status).toBe(400);
  const { id } = z.object({ id: z.string() }).parse(made.body["key"]);
  expect(await change(owner, id, { expires_at: inAWeekAnd(6) })).toMatchObject({ status: 400 });
});
