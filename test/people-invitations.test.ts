/** Joining by an invitation's link: a new person, one with an account, and everybody whom it is not for. */
import { env } from "cloudflare:workers";
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { settingsOf } from "#workers/env.ts";
import { authOf } from "#workers/people/auth-of.ts";
import { maySignUp } from "#workers/people/sign-up-gate.ts";
import { newAuthenticator } from "./authenticator.ts";
import { newBrowser } from "./browser.ts";
import { claimed, givePassword, ORIGIN, signIn } from "./people.ts";
import { call, newPerson, newWorld, type World } from "./world.ts";

const PASSWORD = "correct horse battery";
const NEW = { name: "Cleo", password: PASSWORD };
const sentSchema = z.object({ url: z.string(), invitation: z.object({ id: z.string() }) });

type Sent = { readonly path: string; readonly id: string; readonly token: string };

let people = 0;
function freshEmail(): string {
  people += 1;
  return `invited-${people}@example.com`;
}

async function invite(world: World, email: string, role = "member"): Promise<Sent> {
  const path = `/v1/workspaces/${world.workspace}/invitations`;
  const answer = await call("POST", path, { key: world.key.secret, body: { email, role } });
  const { url, invitation } = sentSchema.parse(answer.body);
  const { pathname } = new URL(url);
  return { path: pathname, id: invitation.id, token: pathname.slice("/invite/".length) };
}

async function members(world: World): Promise<unknown[]> {
  const { results } = await env.DB.prepare(
    `SELECT u.email, m.role FROM member m JOIN user u ON u.id = m.user_id
     WHERE m.workspace_id = ?1 AND m.role <> 'owner' ORDER BY u.email`,
  )
    .bind(world.workspace)
    .all();
  return results;
}

async function joined(world: World): Promise<unknown> {
  const count = "SELECT count(*) AS n FROM audit_log WHERE action = 'member.joined' AND detail LIKE ?1";
  return env.DB.prepare(count).bind(`%${world.workspace}%`).first("n");
}

beforeAll(claimed);

test("somebody new joins with a password, at the invited address and role, and is signed in", async () => {
  const world = await newWorld("Main & <side> stage");
  const email = freshEmail();
  const { path } = await invite(world, email, "admin");
  const browser = newBrowser();
  const page = await browser.open(path);
  expect([page.status, page.text]).toEqual([
    200,
    expect.stringContaining(`Ada invites you, ${email} , to be an admin`),
  ]);
  expect(page.html).toContain("Join Main &amp; &lt;side&gt; stage");
  const wrong = await browser.submit(path, { name: " ", password: "short" });
  expect([wrong.status, wrong.text]).toEqual([400, expect.stringMatching(/It must not be empty.*Use 10 to 128/)]);
  // What the form says of the address changes nothing.
  const shown = await browser.submit(path, { ...NEW, email: "eve@example.com", role: "owner" });
  expect([shown.status, shown.location]).toEqual([303, "/keys"]);
  expect(await members(world)).toEqual([{ email, role: "admin" }]);
  expect(JSON.parse((await browser.open("/v1/session")).html)).toMatchObject({
    user: { name: "Cleo", email },
    workspaces: [{ id: world.workspace, role: "admin" }],
  });
  const again = await newBrowser().open(path);
  expect([again.status, again.text]).toEqual([410, expect.stringContaining("It was accepted before")]);
  expect((await newBrowser().submit("/sign-in", { email, password: PASSWORD })).status).toBe(303);
});

test("of the same link used at once, one makes the account", async () => {
  const world = await newWorld();
  const email = freshEmail();
  const { path } = await invite(world, email);
  const shown = await Promise.all(["One", "Two", "Three"].map((name) => newBrowser().submit(path, { ...NEW, name })));
  expect(shown.filter(({ status }) => status === 303)).toHaveLength(1);
  expect(shown.filter(({ status }) => status === 410 || status === 200)).toHaveLength(2);
  expect([await members(world), await joined(world)]).toEqual([[{ email, role: "member" }], 1]);
});

test("somebody new joins with a passkey", async () => {
  const world = await newWorld();
  const { path } = await invite(world, freshEmail());
  const [browser, device] = [newBrowser(), await newAuthenticator()];
  const options = await browser.send(`${path}/passkey/options`, { name: "Cleo" });
  const { challenge } = z.object({ challenge: z.string() }).parse(options.body);
  const response = await device.register({ challenge });
  const other = await invite(await newWorld(), freshEmail());
  const elsewhere = await browser.send(`${other.path}/passkey`, { name: "Cleo", response });
  expect([elsewhere.status, elsewhere.body]).toMatchObject([400, { code: "invalid_request" }]);
  const more = await browser.send(`${path}/passkey/options`, { name: "Cleo" });
  const next = z.object({ challenge: z.string() }).parse(more.body);
  const answer = await device.register({ challenge: next.challenge });
  expect((await browser.send(`${path}/passkey`, { name: "Cleo", response: answer })).body).toEqual({ to: "/keys" });
  expect(await members(world)).toHaveLength(1);
  expect((await browser.open("/v1/session")).status).toBe(200);
});

test("a person with an account signs in and accepts, once, and nobody can make a second account for them", async () => {
  const world = await newWorld();
  const ben = await newPerson("Ben");
  await givePassword(ben, PASSWORD);
  const { path } = await invite(world, ben.email);
  const browser = newBrowser();
  const page = await browser.open(path);
  expect(page.html).toContain(`href="/sign-in?to=${encodeURIComponent(path)}"`);
  expect((await browser.submit(path, NEW)).text).toContain("Sign in to join");
  expect((await browser.send(`${path}/passkey/options`, { name: "Eve" })).status).toBe(409);
  expect((await browser.submit("/sign-in", { email: ben.email, password: PASSWORD, to: path })).location).toBe(path);
  expect((await browser.open(path)).text).toContain("Not now?");
  const shown = await Promise.all([1, 2, 3].map(() => browser.submit(path, {})));
  expect(shown.filter(({ status }) => status === 303)).toHaveLength(1);
  expect([await members(world), await joined(world)]).toEqual([[{ email: ben.email, role: "member" }], 1]);
});

test("whoever is signed in as somebody else cannot accept", async () => {
  const world = await newWorld();
  const email = freshEmail();
  const { path } = await invite(world, email);
  const eve = await newPerson("Eve");
  const { headers } = await signIn(eve);
  const page = await newBrowser().open(path, headers);
  expect([page.status, page.text]).toEqual([
    403,
    expect.stringContaining(`It is for ${email}, and you are signed in as`),
  ]);
  const shown = await newBrowser().submit(path, NEW, headers);
  expect([shown.status, await members(world)]).toEqual([403, []]);
});

test("a link that expired, was withdrawn, replaced, cut or made up lets nobody in", async () => {
  const world = await newWorld();
  const [expired, withdrawn, resent] = [
    await invite(world, freshEmail()),
    await invite(world, freshEmail()),
    await invite(world, freshEmail()),
  ];
  const base = `/v1/workspaces/${world.workspace}/invitations`;
  await env.DB.prepare("UPDATE invitation SET expires_at = 1 WHERE id = ?1").bind(expired.id).run();
  await call("DELETE", `${base}/${withdrawn.id}`, { key: world.key.secret });
  await call("POST", `${base}/${resent.id}/resend`, { key: world.key.secret });
  const cases = [
    [expired.path, 410, "has expired"],
    [withdrawn.path, 404, "was withdrawn"],
    [resent.path, 404, "a newer one was sent"],
    [resent.path.slice(0, -1), 404, "incomplete"],
    [`/invite/${withdrawn.id}`, 404, "incomplete"],
    ["/invite/inv0000000000000000000000000000000000000000", 404, "incomplete"],
    [`/invite/${"x".repeat(3000)}`, 404, "incomplete"],
    ["/invite/%00%27%20OR%201=1", 404, "incomplete"],
  ] as const;
  for (const [path, status, text] of cases) {
    for (const shown of [await newBrowser().open(path), await newBrowser().submit(path, NEW)]) {
      expect([path, shown.status, shown.text]).toEqual([path, status, expect.stringContaining(text)]);
    }
    expect((await newBrowser().send(`${path}/passkey/options`, { name: "Eve" })).status).toBe(409);
  }
  expect(await members(world)).toEqual([]);
});

test("another site's form does not accept, and a program without an Origin neither", async () => {
  const world = await newWorld();
  const ben = await newPerson("Ben");
  const { path } = await invite(world, ben.email);
  const { headers, cookie } = await signIn(ben);
  const foreign = await newBrowser().submit(path, {}, { ...headers, Origin: "https://evil.example" });
  const silent = await call("POST", path, { headers: cookie });
  expect([foreign.status, silent.status, await members(world)]).toEqual([403, 403, []]);
});

test("by a provider only an invited person becomes a user, at the address that the provider has verified", async () => {
  const world = await newWorld();
  const email = freshEmail();
  const { token } = await invite(world, email);
  const headers = new Headers({ Cookie: `other=1; latchkey_invitation=${token}` });
  const may = (user: object, from: Headers | undefined): Promise<boolean> =>
    maySignUp(env.DB, { email, emailVerified: true, ...user }, from);
  expect(await may({}, headers)).toBe(true);
  expect(await may({ email: email.toUpperCase() }, headers)).toBe(true);
  expect(await may({ emailVerified: false }, headers)).toBe(false);
  expect(await may({ email: "eve@example.com" }, headers)).toBe(false);
  expect(await may({}, undefined)).toBe(false);
  expect(await may({}, new Headers({ Cookie: "latchkey_invitation=inv_guess" }))).toBe(false);
  const auth = await authOf({ db: env.DB, settings: settingsOf(env), origin: ORIGIN });
  const { internalAdapter } = await auth.$context;
  const source = { method: "oauth", oauth: { providerId: "github" } } as const;
  const made = internalAdapter.createUser({ email, name: "Eve", emailVerified: true }, source);
  await expect(made).rejects.toThrow("by invitation");
  await env.DB.prepare("UPDATE invitation SET status = 'accepted' WHERE workspace_id = ?1").bind(world.workspace).run();
  expect(await may({}, headers)).toBe(false);
});
