/** Signing in by password: who gets in, what others are told, and how fast they may guess. */
import { env } from "cloudflare:workers";
import { beforeAll, expect, test } from "vitest";
import { returnPath } from "#workers/http/return-path.ts";
import { authOf } from "#workers/people/auth-of.ts";
import { settingsOf } from "#workers/env.ts";
import { newBrowser, type Shown } from "./browser.ts";
import { claimed, givePassword, ORIGIN, signIn } from "./people.ts";
import { call, newPerson, type Person } from "./world.ts";

const PASSWORD = "correct horse battery";

async function newUser(name = "Ada"): Promise<Person> {
  const person = await newPerson(name);
  await givePassword(person, PASSWORD);
  return person;
}

/** Attempts of a test come from an address of its own. */
let addresses = 0;
function fromElsewhere(): { readonly "CF-Connecting-IP": string } {
  addresses += 1;
  return { "CF-Connecting-IP": `2001:db8:${addresses.toString(16)}::1` };
}

beforeAll(claimed);

test("the right password signs in, on another cookie each time, and leads where the person was going", async () => {
  const ada = await newUser();
  const [one, other] = [newBrowser(), newBrowser()];
  const fields = { email: ` ${ada.email.toUpperCase()} `, password: PASSWORD, to: "/keys/key_1?range=7d#top" };
  const shown = await one.submit("/sign-in", fields, fromElsewhere());
  expect([shown.status, shown.location]).toEqual([303, "/keys/key_1?range=7d#top"]);
  const cookie = shown.headers.getSetCookie().find((text) => text.includes("session_token"));
  expect(cookie).toMatch(
    /^__Secure-latchkey\.session_token=.+; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  );
  await other.submit("/sign-in", fields, fromElsewhere());
  const [first, second] = [one, other].map(({ cookies }) => [...cookies.values()].join());
  expect([first === second, JSON.stringify(first).length > 40]).toEqual([false, true]);
  expect((await one.open("/sign-in?to=/audit")).location).toBe("/audit");
  expect(JSON.parse((await one.open("/v1/session")).html)).toMatchObject({ user: { id: ada.id } });
});

test("a wrong password, an unknown e-mail, and an account without a password are told the same", async () => {
  const [withPassword, without] = [await newUser(), await newPerson("Passkey")];
  const attempts = [
    { email: withPassword.email, password: "not the password" },
    { email: without.email, password: "not the password" },
    { email: "nobody@example.com", password: "not the password" },
    { email: "no e-mail at all", password: "not the password" },
    { email: withPassword.email, password: "x".repeat(2000) },
  ];
  for (const fields of attempts) {
    const browser = newBrowser();
    const shown = await browser.submit("/sign-in", fields, fromElsewhere());
    expect([shown.status, shown.text]).toEqual([401, expect.stringContaining("The e-mail or the password is wrong.")]);
    expect([shown.html.includes(fields.password), browser.cookies.size]).toEqual([false, 0]);
  }
});

/** Ten wrong passwords and then the right one, each from another address. */
async function lockOut(email: string): Promise<Shown[]> {
  const shown: Shown[] = [];
  for (let turn = 0; turn < 10; turn += 1) {
    shown.push(await newBrowser().submit("/sign-in", { email, password: "not the password" }, fromElsewhere()));
  }
  shown.push(await newBrowser().submit("/sign-in", { email, password: PASSWORD }, fromElsewhere()));
  return shown;
}

test("after ten wrong passwords an account waits, wherever they come from, and so does one that does not exist", async () => {
  const ada = await newUser();
  const [real, unreal] = [await lockOut(ada.email), await lockOut("nobody-at-all@example.com")];
  for (const shown of [real, unreal]) {
    expect(shown.map(({ status }) => status)).toEqual([...Array.from({ length: 10 }, () => 401), 429]);
    expect(shown.at(-1)?.text).toContain("Too many attempts. Wait 15 minutes, or use a passkey.");
    expect(Number(shown.at(-1)?.headers.get("retry-after"))).toBeGreaterThan(880);
  }
  const [told, toldToNobody] = [real, unreal].map((shown) => shown.at(-1)?.text);
  expect(told).toBe(toldToNobody);
  expect(JSON.stringify((await env.DB.prepare("SELECT key FROM attempts").all()).results)).not.toMatch(/@|2001/);
  await env.DB.prepare("UPDATE attempts SET resets_at = 1").run();
  const later = await newBrowser().submit("/sign-in", { email: ada.email, password: PASSWORD }, fromElsewhere());
  expect(later.status).toBe(303);
});

test("the right password forgets the wrong ones before it", async () => {
  const ada = await newUser();
  const attempt = (password: string): Promise<Shown> =>
    newBrowser().submit("/sign-in", { email: ada.email, password }, fromElsewhere());
  for (let round = 0; round < 2; round += 1) {
    for (let turn = 0; turn < 8; turn += 1) expect((await attempt("not the password")).status).toBe(401);
    expect((await attempt(PASSWORD)).status).toBe(303);
  }
});

test("guesses at once are counted as guesses one by one", async () => {
  const ada = await newUser();
  const attempts = Array.from({ length: 16 }, () =>
    newBrowser().submit("/sign-in", { email: ada.email, password: "not the password" }, fromElsewhere()),
  );
  const statuses = (await Promise.all(attempts)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 401)).toHaveLength(10);
  expect(statuses.filter((status) => status === 429)).toHaveLength(6);
});

test("one address may try thirty passwords a minute, over all accounts", async () => {
  const address = fromElsewhere();
  const attempts = Array.from({ length: 34 }, (_none, index) =>
    newBrowser().submit("/sign-in", { email: `guess-${index}@example.com`, password: "not the password" }, address),
  );
  const statuses = (await Promise.all(attempts)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 429)).toHaveLength(4);
});

test("another site's form signs nobody in or out", async () => {
  const ada = await newUser();
  for (const origin of ["https://evil.example", "null", "https://latchkey.test.evil.example", "http://latchkey.test"]) {
    const browser = newBrowser();
    const fields = { email: ada.email, password: PASSWORD };
    const shown = await browser.submit("/sign-in", fields, { ...fromElsewhere(), Origin: origin });
    expect([shown.status, browser.cookies.size]).toEqual([403, 0]);
  }
  const { headers, cookie } = await signIn(ada);
  const noOrigin = await call("POST", "/sign-out", { headers: cookie });
  expect([noOrigin.status, (await call("GET", "/v1/session", { headers })).status]).toEqual([403, 200]);
});

test("a way back leads to this site and nowhere else", () => {
  const own = {
    "/keys": "/keys",
    "/audit?from=1#x": "/audit?from=1#x",
    "/a/../keys": "/keys",
    "/invite/inv1": "/invite/inv1",
  };
  for (const [text, path] of Object.entries(own)) expect(returnPath(text, ORIGIN)).toBe(path);
  const foreign = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
    "/\n/evil.example",
    "/.//evil.example",
    "/..//evil.example",
    "/%2e//evil.example",
    "/a/..//evil.example",
    "keys",
    "",
    `/${"x".repeat(9000)}`,
  ];
  for (const text of foreign) expect([text, returnPath(text, ORIGIN)]).toEqual([text, "/keys"]);
});

test("signing out ends the session for whoever has its cookie", async () => {
  const { headers } = await signIn(await newUser());
  const out = await newBrowser().submit("/sign-out", { to: "https://evil.example" }, headers);
  expect([out.status, out.location]).toEqual([303, "/sign-in?said=signed-out"]);
  expect(out.headers.getSetCookie()).toContainEqual(
    expect.stringMatching(/^__Secure-latchkey\.session_token=; Max-Age=0; /),
  );
  const after = await call("GET", "/v1/session", { headers });
  expect([after.status, after.body["code"]]).toEqual([401, "signed_out"]);
});

/** What docs/people.md promises: one more is a decision, and not made by accident. */
const OPEN = new Set([
  "POST /sign-out",
  "POST /change-password",
  "GET /passkey/generate-authenticate-options",
  "POST /passkey/verify-authentication",
  "GET /passkey/generate-register-options",
  "POST /passkey/verify-registration",
  "GET /passkey/list-user-passkeys",
  "POST /passkey/update-passkey",
  "POST /passkey/delete-passkey",
]);

async function users(): Promise<unknown> {
  return (await env.DB.prepare("SELECT id, email FROM user ORDER BY id").all()).results;
}

test("of better-auth's routes only those that pages use are open, and none of them makes a user", async () => {
  const auth = await authOf({ db: env.DB, settings: settingsOf(env), origin: ORIGIN });
  const paths = Object.values(auth.api).flatMap((endpoint) => ("path" in endpoint ? [endpoint.path] : []));
  expect(paths.length).toBeGreaterThan(25);
  const { headers } = await signIn(await newUser());
  const before = await users();
  const body = {
    email: "eve@example.com",
    name: "Eve",
    password: PASSWORD,
    newPassword: PASSWORD,
    provider: "github",
    idToken: { token: "x" },
    token: "x",
    newEmail: "eve@example.com",
  };
  for (const path of paths) {
    for (const method of ["GET", "POST"] as const) {
      if (OPEN.has(`${method} ${path}`)) continue;
      const answer = await call(method, `/api/auth${path}`, method === "GET" ? { headers } : { headers, body });
      expect([method, path, answer.status, answer.body["code"]]).toEqual([method, path, 404, "not_found"]);
    }
    const url = `${ORIGIN}/api/auth${path}`;
    const inner = { method: "POST", headers: { ...headers, "Content-Type": "application/json", ...fromElsewhere() } };
    if (path !== "/sign-out" && path !== "/delete-user") {
      await auth.handler(new Request(url, { ...inner, body: JSON.stringify(body) }));
    }
  }
  expect(await users()).toEqual(before);
});
