/** Getting somebody back in: reset links by owners, and by whoever runs the deployment. */
import { env } from "cloudflare:workers";
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { newApp, useApp } from "./app-world.ts";
import { newBrowser } from "./browser.ts";
import { claimed, givePassword, signIn } from "./people.ts";
import {
  type Answer,
  call,
  join,
  newMember,
  newPerson,
  newWorkspace,
  newWorld,
  type Person,
  type World,
} from "./world.ts";

const OLD = "the password of before";
const NEW = "correct horse battery";
const linkSchema = z.object({ url: z.string(), expires_at: z.string() });

beforeAll(claimed);

async function ask(as: Person, workspace: string, member: string): Promise<Answer> {
  const { headers } = await signIn(as);
  return call("POST", `/v1/workspaces/${workspace}/members/${member}/reset-link`, { headers });
}

async function newLink(world: World, member: Person): Promise<string> {
  const { pathname, search } = new URL(linkSchema.parse((await ask(world.owner, world.workspace, member.id)).body).url);
  return `${pathname}${search}`;
}

function setPassword(link: string, password = NEW): ReturnType<ReturnType<typeof newBrowser>["submit"]> {
  const token = new URL(link, "https://latchkey.test").searchParams.get("token") ?? "";
  return newBrowser().submit("/reset-password", { token, password });
}

async function audited(target: Person): Promise<unknown[]> {
  const read = env.DB.prepare("SELECT action FROM audit_log WHERE target_id = ?1 ORDER BY at, action").bind(target.id);
  return (await read.all()).results.map((row) => row["action"]);
}

test("an owner's link sets a member's password once, and ends every session of theirs", async () => {
  const world = await newWorld();
  const { person: ben } = await newMember(world.workspace, "admin");
  await givePassword(ben, OLD);
  const { headers } = await signIn(ben);
  const app = await newApp(ben, { workspaces: [world.workspace] });
  const made = await ask(world.owner, world.workspace, ben.id);
  expect([made.status, made.headers.get("cache-control")]).toEqual([201, "no-store"]);
  const { url, expires_at: expiresAt } = linkSchema.parse(made.body);
  expect(Math.abs(Date.parse(expiresAt) - Date.now() - 3_600_000)).toBeLessThan(10_000);
  const { pathname, search } = new URL(url);
  const page = await newBrowser().open(`${pathname}${search}`);
  expect([page.status, page.text]).toEqual([200, expect.stringContaining(ben.email)]);
  expect(page.headers.get("referrer-policy")).toBe("strict-origin");
  expect((await setPassword(`${pathname}${search}`, "short")).text).toContain("Use 10 to 128 characters.");
  const shown = await Promise.all([1, 2, 3].map(() => setPassword(`${pathname}${search}`)));
  expect(shown.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([303, 410, 410]);
  expect((await call("GET", "/v1/session", { headers })).status).toBe(401);
  // Keys and apps are no sessions: who fears for them ends them by name.
  expect((await useApp(app)).status).toBe(200);
  expect((await newBrowser().submit("/sign-in", { email: ben.email, password: OLD })).status).toBe(401);
  expect((await newBrowser().submit("/sign-in", { email: ben.email, password: NEW })).status).toBe(303);
  expect((await newBrowser().open(`${pathname}${search}`)).status).toBe(410);
  expect(await audited(ben)).toEqual(["password.reset_link_made", "password.reset"]);
  const token = new URL(url).searchParams.get("token") ?? "";
  const everything = JSON.stringify((await env.DB.prepare("SELECT * FROM verification").all()).results);
  expect([token.length > 30, everything.includes(token)]).toEqual([true, false]);
});

test("a link sets a first password for somebody who had a passkey alone", async () => {
  const world = await newWorld();
  const { person } = await newMember(world.workspace, "member");
  expect((await setPassword(await newLink(world, person))).status).toBe(303);
  expect((await newBrowser().submit("/sign-in", { email: person.email, password: NEW })).status).toBe(303);
});

test("a newer link, and an hour, end a link", async () => {
  const world = await newWorld();
  const { person } = await newMember(world.workspace, "member");
  const [first, second] = [await newLink(world, person), await newLink(world, person)];
  expect((await setPassword(first)).status).toBe(410);
  await env.DB.prepare("UPDATE verification SET expires_at = ?1")
    .bind(Date.now() - 1)
    .run();
  expect((await setPassword(second)).status).toBe(410);
  for (const token of ["", "rst", `rst${"0".repeat(40)}`, "x".repeat(5000)]) {
    expect((await setPassword(`/reset-password?token=${token}`)).status).toBe(410);
  }
});

test("only an owner of every workspace that somebody belongs to makes a link for them", async () => {
  const world = await newWorld();
  const [{ person: admin }, { person: member }] = [
    await newMember(world.workspace, "admin"),
    await newMember(world.workspace, "member"),
  ];
  const refusal = async (as: Person, workspace: string, target: string): Promise<unknown[]> => {
    const answer = await ask(as, workspace, target);
    return [answer.status, answer.body["code"]];
  };
  expect(await refusal(admin, world.workspace, member.id)).toEqual([403, "not_permitted"]);
  expect(await refusal(member, world.workspace, admin.id)).toEqual([403, "not_permitted"]);
  expect(await refusal(world.owner, world.workspace, world.owner.id)).toEqual([403, "not_permitted"]);
  const stranger = await newPerson("Cleo");
  expect(await refusal(stranger, world.workspace, member.id)).toEqual([404, "not_found"]);
  expect(await refusal(world.owner, world.workspace, stranger.id)).toEqual([404, "not_found"]);
  expect(await refusal(world.owner, world.workspace, "usr_0000000000000000")).toEqual([404, "not_found"]);

  const elsewhere = await newWorkspace(stranger, "Elsewhere");
  await join(member, elsewhere, "member");
  expect(await refusal(world.owner, world.workspace, member.id)).toEqual([403, "not_permitted"]);
  await join(world.owner, elsewhere, "admin");
  expect(await refusal(world.owner, world.workspace, member.id)).toEqual([403, "not_permitted"]);
  await env.DB.prepare("UPDATE member SET role = 'owner' WHERE workspace_id = ?1 AND user_id = ?2")
    .bind(elsewhere, world.owner.id)
    .run();
  expect((await ask(world.owner, world.workspace, member.id)).status).toBe(201);
});

function recover(email: string, token: string = env.SETUP_TOKEN): ReturnType<typeof setPassword> {
  return newBrowser().submit("/setup/recover", { email, token }, { "CF-Connecting-IP": "198.51.100.1" });
}

function linkIn(html: string): string {
  return /href="https:\/\/latchkey\.test(\/reset-password\?token=\w+)"/.exec(html)?.[1] ?? "";
}

test("the setup token gets an owner back in, nobody else, and tells nobody who is an owner", async () => {
  const world = await newWorld();
  const { person: member } = await newMember(world.workspace, "member");
  const wrong = await recover(world.owner.email, "another-token-than-ours");
  expect([wrong.status, wrong.text]).toEqual([403, expect.stringContaining("not this deployment's setup token")]);
  const shown = [
    await recover(world.owner.email.toUpperCase()),
    await recover(member.email),
    await recover("no@example.com"),
  ];
  const links = shown.map(({ html }) => linkIn(html));
  const pages = shown.map(({ status, text }) => [status, text.replaceAll(/token=\w+/g, "")]);
  expect([pages[1], pages[2]]).toEqual([pages[0], pages[0]]);
  expect(links.every((link) => link.length > 40)).toBe(true);
  expect((await setPassword(links[1] ?? "")).status).toBe(410);
  expect((await setPassword(links[2] ?? "")).status).toBe(410);
  expect((await setPassword(links[0] ?? "")).status).toBe(303);
  expect(await audited(world.owner)).toEqual(["password.reset_link_made", "password.reset"]);
  for (let turn = 0; turn < 16; turn += 1) await recover("no@example.com", "another-token-than-ours");
  expect((await recover(world.owner.email)).status).toBe(429);
});
