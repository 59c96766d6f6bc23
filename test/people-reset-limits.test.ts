/** What a reset link is not: a way into an account that its maker could not open, now. */
import { env } from "cloudflare:workers";
import { beforeAll, expect, test } from "vitest";
import { newBrowser, type Shown } from "./browser.ts";
import { claimed, signIn } from "./people.ts";
import { call, join, newMember, newPerson, newWorkspace, newWorld, type Person } from "./world.ts";

const PASSWORD = "correct horse battery";

beforeAll(claimed);

/** The token of a link made by `as`, or the code that refuses it. */
async function linkBy(as: Person, workspace: string, member: Person): Promise<string> {
  const { headers } = await signIn(as);
  const { body } = await call("POST", `/v1/workspaces/${workspace}/members/${member.id}/reset-link`, { headers });
  const { url } = body;
  return typeof url === "string" ? (new URL(url).searchParams.get("token") ?? "") : String(body["code"]);
}

function use(token: string): Promise<Shown> {
  return newBrowser().submit("/reset-password", { token, password: PASSWORD });
}

test("a link dies when its person joins a workspace that its maker does not own", async () => {
  const world = await newWorld();
  const { person: ben } = await newMember(world.workspace, "member");
  const token = await linkBy(world.owner, world.workspace, ben);
  expect((await newBrowser().open(`/reset-password?token=${token}`)).status).toBe(200);
  await newWorkspace(ben, "Ben's own");
  expect((await newBrowser().open(`/reset-password?token=${token}`)).status).toBe(410);
  expect((await use(token)).status).toBe(410);
});

test("a link dies when its maker owns the workspace no more, and when its person leaves it", async () => {
  const world = await newWorld();
  const { person: ben } = await newMember(world.workspace, "member");
  const { person: cleo } = await newMember(world.workspace, "owner");
  const [byCleo, forCleo] = [
    await linkBy(cleo, world.workspace, ben),
    await linkBy(world.owner, world.workspace, cleo),
  ];
  await env.DB.prepare("UPDATE member SET role = 'admin' WHERE user_id = ?1").bind(cleo.id).run();
  expect((await use(byCleo)).status).toBe(410);
  await env.DB.prepare("DELETE FROM member WHERE user_id = ?1").bind(cleo.id).run();
  expect((await use(forCleo)).status).toBe(410);
});

test("nobody gets into an account by adding it to a workspace of their own", async () => {
  const world = await newWorld();
  const { person: eve } = await newMember(world.workspace, "admin", "Eve");
  const { person: ben } = await newMember(world.workspace, "member");
  const own = await newWorkspace(eve, "Eve's own");
  const { headers } = await signIn(eve);
  const added = await call("POST", `/v1/workspaces/${own}/members`, { headers, body: { email: ben.email } });
  expect(added.status).toBe(201);
  expect((await call("DELETE", `/v1/workspaces/${world.workspace}/members/${ben.id}`, { headers })).status).toBe(200);
  expect(await linkBy(eve, own, ben)).toBe("not_permitted");
  const left = await newPerson("Dan");
  expect((await call("POST", `/v1/workspaces/${own}/members`, { headers, body: { user_id: left.id } })).status).toBe(
    201,
  );
  expect(await linkBy(eve, own, left)).toBe("not_permitted");
  await join(left, world.workspace, "member");
  await join(eve, await newWorkspace(world.owner, "Another"), "owner");
  expect(await linkBy(eve, own, left)).toBe("not_permitted");
});
