/** Two acts at once: each is answered truly, and together they leave what one after the other could have left. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { z } from "zod";
import { everything, written } from "./snapshot.ts";
import { type Answer, call, type HeldKey, join, newKey, newMember, newPerson, newWorld, type World } from "./world.ts";

/** How often a race is run: D1 takes one batch at a time, so both orders come up. */
const ROUNDS = Array.from({ length: 8 }, (_, round) => round);

function act(world: World, path: string, body?: unknown): Promise<Answer> {
  return call("POST", `/v1/keys/${path}`, { key: world.key.secret, body });
}

function newTarget(world: World, status: "enabled" | "disabled" = "enabled"): Promise<HeldKey> {
  return newKey(world.owner, { workspaces: [world.workspace], status });
}

const entriesSchema = z.array(z.object({ action: z.string() }));

async function actionsOn(world: World, id: string): Promise<string[]> {
  const { body } = await call("GET", `/v1/audit?target=${id}`, { key: world.key.secret });
  return entriesSchema.parse(body["data"]).map(({ action }) => action);
}

async function statusOf(world: World, { id }: HeldKey): Promise<unknown> {
  return (await call("GET", `/v1/keys/${id}`, { key: world.key.secret })).body["status"];
}

function statusesOf(answers: readonly Answer[]): number[] {
  return answers.map((answer) => answer.status).toSorted((left, right) => left - right);
}

function setUp(body: unknown): Promise<Answer> {
  return call("POST", "/v1/setup", { body });
}

function opens({ secret }: HeldKey): Promise<Answer> {
  return call("GET", "/v1/me", { key: secret });
}

test("of setups at once exactly one wins, and another later does not", async () => {
  const owner = { name: "Ada", email: "Ada@Example.com", password: "correct horse battery staple" };
  const claim = { setup_token: env.SETUP_TOKEN, owner, workspace: { name: "Main stage" } };
  const before = await written();
  const wrong = { ...claim, setup_token: "setup-token-of-somebody" };
  expect(await setUp(wrong)).toMatchObject({ status: 403, body: { code: "wrong_setup_token" } });
  for (const flaw of [{ password: "short" }, { email: "ada" }, { name: "" }, { password: "x".repeat(129) }]) {
    expect((await setUp({ ...claim, owner: { ...owner, ...flaw } })).status).toBe(400);
  }
  expect(await written()).toEqual(before);
  const answers = await Promise.all(Array.from({ length: 5 }, () => setUp(claim)));
  expect(statusesOf(answers)).toEqual([201, 409, 409, 409, 409]);
  const won = answers.find((answer) => answer.status === 201);
  expect(won?.body).toMatchObject({ user: { email: "ada@example.com" }, key: { scopes: ["keys:manage"] } });
  const after = await written();
  expect(["user", "account", "workspace", "member", "keys", "instance"].map((table) => after[table]?.length)).toEqual([
    1, 1, 1, 1, 1, 1,
  ]);
  expect(await setUp(claim)).toMatchObject({ status: 409, body: { code: "already_set_up" } });
  expect(await setUp(wrong)).toMatchObject({ status: 403 });
  expect(await written()).toEqual(after);
  expect((await call("GET", "/v1/keys", { key: z.string().parse(won?.body["secret"]) })).status).toBe(200);
});

test("two renames at once both succeed, and one of the names stays", async () => {
  const world = await newWorld();
  const target = await newTarget(world);
  const rename = (name: string): Promise<Answer> =>
    call("PATCH", `/v1/keys/${target.id}`, { key: world.key.secret, body: { name } });
  const answers = await Promise.all([rename("Left"), rename("Right")]);
  expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
  const { body } = await call("GET", `/v1/keys/${target.id}`, { key: world.key.secret });
  expect(["Left", "Right"]).toContain(body["name"]);
  expect(await actionsOn(world, target.id)).toEqual(["key.changed", "key.changed"]);
});

test("two revokes at once both say that it is done everywhere, and it is recorded once", async () => {
  const world = await newWorld();
  const target = await newTarget(world);
  expect((await opens(target)).status).toBe(200);
  const answers = await Promise.all([act(world, `${target.id}/revoke`), act(world, `${target.id}/revoke`)]);
  for (const answer of answers) {
    expect(answer).toMatchObject({
      status: 200,
      body: { key: { status: "revoked" }, propagation: { state: "everywhere" } },
    });
  }
  expect(await opens(target)).toMatchObject({ status: 401, body: { code: "revoked_key" } });
  expect(await actionsOn(world, target.id)).toEqual(["key.revoked"]);
});

test.for(ROUNDS)("a key that is revoked and enabled at once ends revoked (round %i)", async (round) => {
  const world = await newWorld();
  const target = await newTarget(world, "disabled");
  const acts = round % 2 === 0 ? ["revoke", "enable"] : ["enable", "revoke"];
  const answers = await Promise.all(acts.map((name) => act(world, `${target.id}/${name}`)));
  expect(answers[acts.indexOf("revoke")]).toMatchObject({ status: 200, body: { key: { status: "revoked" } } });
  expect([200, 409]).toContain(answers[acts.indexOf("enable")]?.status);
  expect(await statusOf(world, target)).toBe("revoked");
  expect(await opens(target)).toMatchObject({ status: 401, body: { code: "revoked_key" } });
  expect((await act(world, `${target.id}/enable`)).status).toBe(409);
});

test.for(ROUNDS)("of two rotations at once one gets a secret, and that one works (round %i)", async () => {
  const world = await newWorld();
  const target = await newTarget(world);
  const answers = await Promise.all([
    act(world, `${target.id}/rotate`),
    act(world, `${target.id}/rotate`, { grace_seconds: 60 }),
  ]);
  expect(statusesOf(answers)).toEqual([201, 409]);
  const winner = answers.find((answer) => answer.status === 201);
  const loser = answers.find((answer) => answer.status === 409);
  expect(loser?.body).toMatchObject({ code: "conflict" });
  expect(loser?.text).not.toMatch(/lk_test_[0-9A-Za-z]{43}/);
  expect((await opens({ ...target, secret: z.string().parse(winner?.body["secret"]) })).status).toBe(200);
  expect(await actionsOn(world, target.id)).toEqual(["key.rotated"]);
});

test.for(ROUNDS)("of two owners who remove each other one stays (round %i)", async () => {
  const world = await newWorld();
  const { person, key } = await newMember(world.workspace, "owner");
  const remove = (secret: string, id: string): Promise<Answer> =>
    call("DELETE", `/v1/workspaces/${world.workspace}/members/${id}`, { key: secret });
  const answers = await Promise.all([remove(world.key.secret, person.id), remove(key.secret, world.owner.id)]);
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
  const { member = [] } = await everything();
  expect(member.filter((row) => row["workspace_id"] === world.workspace)).toMatchObject([{ role: "owner" }]);
});

test("a person who is added twice at once is added once", async () => {
  const world = await newWorld();
  const { id } = await newPerson("Cleo");
  const add = (): Promise<Answer> =>
    call("POST", `/v1/workspaces/${world.workspace}/members`, { key: world.key.secret, body: { user_id: id } });
  const answers = await Promise.all([add(), add(), add()]);
  expect(statusesOf(answers)).toEqual([201, 409, 409]);
  expect(await actionsOn(world, id)).toEqual(["member.added"]);
});

test("of two deletions at once one deletes, and the other finds nothing", async () => {
  const world = await newWorld();
  const target = await newTarget(world);
  const remove = (): Promise<Answer> => call("DELETE", `/v1/keys/${target.id}`, { key: world.key.secret });
  const answers = await Promise.all([remove(), remove()]);
  expect(statusesOf(answers)).toEqual([200, 404]);
  expect(await actionsOn(world, target.id)).toEqual(["key.deleted"]);
  expect(await opens(target)).toMatchObject({ status: 401, body: { code: "unknown_key" } });
});

test.for(ROUNDS)("a key that a member puts a workspace on while leaving it never reaches it (round %i)", async () => {
  const world = await newWorld();
  const leaver = await newMember(world.workspace, "admin");
  const home = await newWorld();
  await join(leaver.person, home.workspace, "owner");
  const key = await newKey(leaver.person, { workspaces: [home.workspace] });
  const widen = (): Promise<Answer> =>
    call("PATCH", `/v1/keys/${key.id}`, { key: key.secret, body: { workspaces: [home.workspace, world.workspace] } });
  const members = `/v1/workspaces/${world.workspace}/members`;
  await Promise.all([
    widen(),
    call("DELETE", `${members}/${leaver.person.id}`, { key: world.key.secret }),
    call("POST", "/v1/keys", {
      key: key.secret,
      body: { name: "n8n", scopes: ["mcp:read"], workspaces: [world.workspace] },
    }),
  ]);
  await call("POST", members, { key: world.key.secret, body: { user_id: leaver.person.id } });
  const { key_workspaces: rows = [], keys = [] } = await everything();
  const theirs = new Set(keys.filter((row) => row["owner_id"] === leaver.person.id).map((row) => row["id"]));
  const left = rows.filter((row) => theirs.has(row["key_id"]) && row["workspace_id"] === world.workspace);
  expect(left).toEqual([]);
});
