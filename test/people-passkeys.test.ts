/** Passkeys, by an authenticator in software: the first one of a deployment, signing in, adding and removing. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { z } from "zod";
import { newAuthenticator } from "./authenticator.ts";
import { newBrowser } from "./browser.ts";
import { ORIGIN, signIn } from "./people.ts";
import { call, newPerson } from "./world.ts";

const optionsSchema = z.object({ challenge: z.string() });
const OWNER = { token: env.SETUP_TOKEN, name: "Ada", email: "ada@example.com", workspace: "Stage" };
const SIGN_IN = "/api/auth/passkey";

async function users(): Promise<unknown> {
  return env.DB.prepare("SELECT count(*) AS n FROM user").first("n");
}

function actions(userId: string): Promise<unknown[]> {
  const read = env.DB.prepare("SELECT action FROM audit_log WHERE actor_user_id = ?1 ORDER BY at, id").bind(userId);
  return read.all().then(({ results }) => results.map((row) => row["action"]));
}

test("an owner who sets up with a passkey is made with it or not at all, and signs in with it", async () => {
  const browser = newBrowser();
  const device = await newAuthenticator();
  const challenge = async (): Promise<string> =>
    optionsSchema.parse((await browser.send("/setup/passkey/options", OWNER)).body).challenge;
  const wrongToken = await browser.send("/setup/passkey/options", { ...OWNER, token: "another-token-than-ours" });
  expect([wrongToken.status, wrongToken.body]).toMatchObject([403, { code: "wrong_setup_token" }]);
  const noChallenge = await browser.send("/setup/passkey", {
    ...OWNER,
    response: await device.register({ challenge: "AAAA" }),
  });
  expect(noChallenge.status).toBe(400);

  // What another site, an unlocked device or an old page would give claims nothing, and leaves setup open.
  for (const flaw of [{ origin: "https://evil.example" }, { userVerified: false }, { challenge: "AAAA" }]) {
    const response = await device.register({ challenge: await challenge(), ...flaw });
    const refused = await browser.send("/setup/passkey", { ...OWNER, response });
    expect([refused.status, refused.body]).toMatchObject([400, { code: "invalid_request" }]);
  }
  expect([await users(), (await browser.open("/setup", { Accept: "application/json" })).html]).toEqual([
    0,
    '{"set_up":false}',
  ]);

  const response = await device.register({ challenge: await challenge() });
  const done = await browser.send("/setup/passkey", { ...OWNER, response });
  expect([done.status, done.body]).toEqual([200, { to: "/keys" }]);
  const again = await browser.send("/setup/passkey", { ...OWNER, email: "eve@example.com", response });
  expect([again.status, await users()]).toEqual([409, 1]);
  const session = await browser.open("/v1/session");
  expect(JSON.parse(session.html)).toMatchObject({ user: { email: "ada@example.com", has_password: false } });

  const signedOut = await browser.submit("/sign-out", {});
  expect([signedOut.status, signedOut.location]).toEqual([303, "/sign-in?said=signed-out"]);
  expect((await browser.open("/v1/session")).status).toBe(401);
  const ask = async (): Promise<string> =>
    optionsSchema.parse((await browser.send(`${SIGN_IN}/generate-authenticate-options`, null, "GET")).body).challenge;
  const unverified = await device.assert({ challenge: await ask(), userVerified: false });
  expect((await browser.send(`${SIGN_IN}/verify-authentication`, { response: unverified })).status).toBe(401);
  const elsewhere = await device.assert({ challenge: await ask(), origin: "https://evil.example" });
  expect((await browser.send(`${SIGN_IN}/verify-authentication`, { response: elsewhere })).status).toBe(400);
  const stranger = await (await newAuthenticator()).assert({ challenge: await ask() });
  expect((await browser.send(`${SIGN_IN}/verify-authentication`, { response: stranger })).status).toBe(401);
  expect((await browser.open("/v1/session")).status).toBe(401);
  const assertion = await device.assert({ challenge: await ask() });
  const signedIn = await browser.send(`${SIGN_IN}/verify-authentication`, { response: assertion });
  expect([signedIn.status, signedIn.html.includes('"token"')]).toEqual([200, false]);
  expect((await browser.open("/v1/session")).status).toBe(200);
  const replayed = await newBrowser().send(`${SIGN_IN}/verify-authentication`, { response: assertion });
  expect(replayed.status).toBe(400);
});

test("a signed-in person adds and removes passkeys, which is recorded, and not by a session of long ago", async () => {
  const person = await newPerson("Ben");
  const { headers } = await signIn(person);
  const device = await newAuthenticator();
  const options = await call("GET", `${SIGN_IN}/generate-register-options`, { headers });
  const cookies = options.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
  const { challenge } = optionsSchema.parse(options.body);
  const response = await device.register({ challenge });
  const Cookie = [headers.Cookie, ...cookies].join("; ");
  const added = await call("POST", `${SIGN_IN}/verify-registration`, {
    headers: { Cookie, Origin: ORIGIN },
    body: { response, name: "Laptop" },
  });
  expect([added.status, added.body]).toMatchObject([200, { name: "Laptop", userId: person.id }]);
  const listed = await call("GET", `${SIGN_IN}/list-user-passkeys`, { headers });
  expect(z.array(z.object({ name: z.string() })).parse(JSON.parse(listed.text))).toHaveLength(1);

  const eve = await signIn(await newPerson("Eve"));
  const stolen = await call("POST", `${SIGN_IN}/delete-passkey`, {
    headers: eve.headers,
    body: { id: added.body["id"] },
  });
  expect(stolen.status).toBeGreaterThanOrEqual(400);
  const removed = await call("POST", `${SIGN_IN}/delete-passkey`, { headers, body: { id: added.body["id"] } });
  expect(removed.status).toBe(200);
  expect(await actions(person.id)).toEqual(["passkey.added", "passkey.removed"]);
  expect(await actions(eve.sessionId)).toEqual([]);

  const old = await signIn(person, Date.now() - 2 * 24 * 60 * 60 * 1000);
  const stale = await call("GET", `${SIGN_IN}/generate-register-options`, { headers: old.headers });
  expect(stale.status).toBe(403);
});
