/** Who belongs to a workspace and as what: roles, the last owner, and what leaving takes along. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { z } from "zod";
import type { Role } from "#shared/scopes.ts";
import { newApp } from "./app-world.ts";
import { claimed, signIn } from "./people.ts";
import { everything, written } from "./snapshot.ts";
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
  type World,
} from "./world.ts";

const ROUNDS = Array.from({ length: 6 }, (_, round) => round);

const membersOf = ({ workspace }: World): string => `/v1/workspaces/${workspace}/members`;

function setRole(world: World, key: HeldKey, change: { readonly of: string; readonly to: Role }): Promise<Answer> {
  return call("PATCH", `${membersOf(world)}/${change.of}`, { key: key.secret, body: { role: change.to } });
}

function remove(world: World, key: HeldKey, id: string): Promise<Answer> {
  return call("DELETE", `${membersOf(world)}/${id}`, { key: key.secret });
}

async function ownersOf({ workspace }: World): Promise<number> {
  const { member = [] } = await everything();
  return member.filter((row) => row["workspace_id"] === workspace && row["role"] === "owner").length;
}

const memberSchema = z.object({
  user: z.object({ id: z.string() }),
  role: z.string(),
  keys: z.number().nullable(),
  last_active_at: z.string().nullable(),
});
const pageSchema = z.object({ data: z.array(memberSchema) });

test("who runs a workspace sees how many keys of each reach it, and when they were last here", async () => {
  const world = await newWorld();
  const ben = await newMember(world.workspace, "member");
  await newKey(ben.person, { workspaces: [world.workspace], status: "revoked" });
  await newKey(ben.person, { workspaces: [world.workspace], status: "disabled", lastUsedAt: 2000 });
  const elsewhere = await newWorkspace(ben.person, "Elsewhere");
  await newKey(ben.person, { workspaces: [elsewhere], lastUsedAt: 9000 });
  const dora = await newPerson("Dora");
  await join(dora, world.workspace, "admin");
  await env.DB.prepare(
    "INSERT INTO session (id, expires_at, token, created_at, updated_at, user_id) VALUES (?1, 9, ?1, 1, 5000, ?2)",
  )
    .bind(`ses_${dora.id}`, dora.id)
    .run();
  const finn = await newMember(world.workspace, "member");
  await newApp(finn.person, { workspaces: [world.workspace], lastUsedAt: 7000 });
  await newApp(finn.person, { workspaces: [await newWorkspace(finn.person, "Own")], lastUsedAt: 8000 });
  const { body } = await call("GET", membersOf(world), { key: world.key.secret });
  const seen = new Map(pageSchema.parse(body).data.map((member) => [member.user.id, member]));
  expect(seen.get(ben.person.id)).toMatchObject({ keys: 2, last_active_at: new Date(2000).toISOString() });
  expect(seen.get(dora.id)).toMatchObject({ keys: 0, last_active_at: new Date(5000).toISOString() });
  expect(seen.get(finn.person.id)).toMatchObject({ keys: 1, last_active_at: new Date(7000).toISOString() });
});

test("a role is changed once, answers with the member, and is in the audit log without a repeat", async () => {
  const world = await newWorld();
  const { person } = await newMember(world.workspace, "member");
  const answer = await setRole(world, world.key, { of: person.id, to: "admin" });
  expect(answer).toMatchObject({
    status: 200,
    body: { member: { user: { id: person.id }, role: "admin", keys: 1 }, propagation: { state: "everywhere" } },
  });
  const again = await setRole(world, world.key, { of: person.id, to: "admin" });
  expect(again).toMatchObject({ status: 200, body: { member: { role: "admin" } } });
  const { body } = await call("GET", `/v1/audit?target=${person.id}`, { key: world.key.secret });
  expect(body["data"]).toMatchObject([{ action: "member.role_changed", detail: { from: "member", to: "admin" } }]);
});

test("what a demotion takes away is gone before the answer, and a promotion gives it back", async () => {
  const world = await newWorld();
  const { person, key } = await newMember(world.workspace, "admin");
  const manages = async (): Promise<number> => (await call("GET", "/v1/keys", { key: key.secret })).status;
  expect(await manages()).toBe(200);
  const demoted = await setRole(world, world.key, { of: person.id, to: "member" });
  expect(demoted.body).toMatchObject({ propagation: { state: "everywhere" } });
  expect(await manages()).toBe(403);
  await setRole(world, world.key, { of: person.id, to: "admin" });
  expect(await manages()).toBe(200);
});

test("the last owner is neither demoted nor removed, and does not leave", async () => {
  const world = await newWorld();
  const admin = await newMember(world.workspace, "admin");
  const before = await written();
  for (const to of ["admin", "member"] as const) {
    expect(await setRole(world, world.key, { of: world.owner.id, to })).toMatchObject({
      status: 409,
      body: { code: "last_owner" },
    });
  }
  expect(await remove(world, world.key, world.owner.id)).toMatchObject({ status: 409, body: { code: "last_owner" } });
  expect(await written()).toEqual(before);
  await setRole(world, world.key, { of: admin.person.id, to: "owner" });
  expect((await setRole(world, world.key, { of: world.owner.id, to: "member" })).body).toMatchObject({
    member: { role: "member", keys: null },
  });
  expect(await ownersOf(world)).toBe(1);
});

test.for(ROUNDS)("owners who demote, remove and leave each other at once leave one (round %i)", async (round) => {
  const world = await newWorld();
  const ben = await newMember(world.workspace, "owner");
  const cleo = await newMember(world.workspace, "owner", "Cleo");
  const acts = [
    () => setRole(world, world.key, { of: ben.person.id, to: "member" }),
    () => remove(world, ben.key, cleo.person.id),
    () => setRole(world, cleo.key, { of: world.owner.id, to: "admin" }),
    () => remove(world, world.key, world.owner.id),
    () => setRole(world, ben.key, { of: ben.person.id, to: "admin" }),
    () => remove(world, cleo.key, cleo.person.id),
  ];
  const turned = [...acts.slice(round), ...acts.slice(0, round)];
  const answers = await Promise.all(turned.map((act) => act()));
  for (const answer of answers) expect([200, 403, 404, 409]).toContain(answer.status);
  expect(await ownersOf(world)).toBeGreaterThanOrEqual(1);
});

test("admins neither make owners nor touch them, and members touch nobody", async () => {
  const world = await newWorld();
  await newMember(world.workspace, "owner");
  const admin = await newMember(world.workspace, "admin");
  const member = await newMember(world.workspace, "member");
  const cleo = await newPerson("Cleo");
  const before = await written();
  const refused = await Promise.all([
    setRole(world, admin.key, { of: world.owner.id, to: "member" }),
    setRole(world, admin.key, { of: member.person.id, to: "owner" }),
    setRole(world, admin.key, { of: admin.person.id, to: "owner" }),
    remove(world, admin.key, world.owner.id),
    call("POST", membersOf(world), { key: admin.key.secret, body: { user_id: cleo.id, role: "owner" } }),
  ]);
  for (const answer of refused) expect(answer).toMatchObject({ status: 403, body: { code: "not_permitted" } });
  expect(await setRole(world, member.key, { of: member.person.id, to: "admin" })).toMatchObject({
    status: 403,
    body: { code: "missing_scope" },
  });
  expect(await written()).toEqual(before);
  expect((await setRole(world, admin.key, { of: admin.person.id, to: "member" })).status).toBe(200);
});

test("a stranger is no member, nor is a member of another workspace", async () => {
  const [world, other] = [await newWorld(), await newWorld()];
  const stranger = await newPerson("Cleo");
  for (const id of [stranger.id, other.owner.id, "usr_0000000000000000"]) {
    expect(await setRole(world, world.key, { of: id, to: "admin" })).toMatchObject({ status: 404 });
    expect(await remove(world, world.key, id)).toMatchObject({ status: 404, body: { code: "not_found" } });
  }
  expect((await setRole(other, world.key, { of: other.owner.id, to: "member" })).status).toBe(404);
  for (const body of [{}, { role: "root" }, { role: null }, { role: ["owner"] }, { role: "admin", name: "x" }]) {
    const answer = await call("PATCH", `${membersOf(world)}/${world.owner.id}`, { key: world.key.secret, body });
    expect(answer.status).toBe(400);
  }
});

test("a removal says which keys lost the workspace, and no other keys", async () => {
  const world = await newWorld();
  const ben = await newMember(world.workspace, "member");
  const second = await newKey(ben.person, { workspaces: [world.workspace], name: "Another" });
  const home = await newWorkspace(ben.person, "Home");
  await newKey(ben.person, { workspaces: [home], name: "Elsewhere" });
  await newKey(ben.person, { workspaces: [world.workspace], name: "Revoked", status: "revoked" });
  const answer = await remove(world, world.key, ben.person.id);
  expect(answer).toMatchObject({ status: 200, body: { removed: true, propagation: { state: "everywhere" } } });
  expect(answer.body["keys"]).toEqual([
    { id: ben.key.id, name: "A key", hint: expect.stringMatching(/^lk_test_/) },
    { id: second.id, name: "Another", hint: expect.stringMatching(/^lk_test_/) },
  ]);
  expect(answer.text).not.toContain(second.secret);
});

test("who leaves is told which keys lost the workspace, and comes back without them", async () => {
  const world = await newWorld();
  const ben = await newMember(world.workspace, "admin");
  const opens = async (): Promise<number> =>
    (await call("GET", `/v1/events?workspace=${world.workspace}`, { key: ben.key.secret })).status;
  expect(await opens()).toBe(200);
  const left = await remove(world, ben.key, ben.person.id);
  expect(left).toMatchObject({ status: 200, body: { keys: [{ id: ben.key.id }] } });
  expect(await opens()).toBe(404);
  await call("POST", membersOf(world), { key: world.key.secret, body: { user_id: ben.person.id, role: "admin" } });
  expect(await opens()).toBe(404);
});

test("who was removed and accepts an invitation again comes back, and their keys of before stay out", async () => {
  const world = await newWorld();
  await claimed();
  const ben = await newMember(world.workspace, "member");
  await remove(world, world.key, ben.person.id);
  const path = `/v1/workspaces/${world.workspace}/invitations`;
  const sent = await call("POST", path, { key: world.key.secret, body: { email: ben.person.email } });
  const { pathname } = new URL(z.string().parse(sent.body["url"]));
  const { headers } = await signIn(ben.person);
  const events = `/v1/events?workspace=${world.workspace}`;
  expect((await call("GET", events, { headers })).status).toBe(404);
  await call("POST", pathname, { headers, raw: new URLSearchParams() });
  expect((await call("GET", events, { headers })).status).toBe(200);
  expect((await call("GET", events, { key: ben.key.secret })).status).toBe(404);
});
