/** The setup page: who may claim a fresh deployment, once, and is signed in then. One story, for a claim is for good. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { newBrowser } from "./browser.ts";
import { call } from "./world.ts";

const FIELDS = {
  token: env.SETUP_TOKEN,
  name: "Ada",
  email: "Ada@Example.com",
  workspace: "Main <b>stage</b>",
  password: "correct horse battery",
};

test("a fresh deployment is claimed on its setup page once, by whoever has the token, who is signed in then", async () => {
  const ada = newBrowser();
  expect((await ada.open("/keys")).location).toBe("/setup");
  expect((await ada.open("/sign-in")).location).toBe("/setup");
  const page = await ada.open(`/setup?token=${env.SETUP_TOKEN}`);
  expect([page.status, page.html]).toEqual([200, expect.stringContaining(`name="token" value="${env.SETUP_TOKEN}"`)]);
  expect(page.headers.get("referrer-policy")).toBe("strict-origin");
  expect((await ada.open("/setup")).text).toContain("Setup token");

  const wrong = await ada.submit("/setup", { ...FIELDS, token: "not-the-token-of-this-one" });
  expect([wrong.status, wrong.text]).toEqual([403, expect.stringContaining("not this deployment's setup token")]);
  expect(wrong.html).toContain('value="Main &lt;b&gt;stage&lt;/b&gt;"');
  expect(wrong.html).not.toContain(FIELDS.password);
  const short = await ada.submit("/setup", { ...FIELDS, password: "short", email: "nobody" });
  expect([short.status, short.text]).toEqual([400, expect.stringMatching(/Enter an e-mail address.*Use 10 to 128/)]);
  const foreign = await ada.submit("/setup", FIELDS, { Origin: "https://evil.example" });
  expect([foreign.status, foreign.text]).toEqual([403, expect.stringContaining("not sent from this site")]);
  expect(await env.DB.prepare("SELECT count(*) AS n FROM user").first("n")).toBe(0);

  const claims = await Promise.all(
    [1, 2, 3]
      .map(() => newBrowser())
      .map(async (browser) => ({ browser, shown: await browser.submit("/setup", FIELDS) })),
  );
  const statuses = claims.map(({ shown }) => shown.status).toSorted((one, other) => one - other);
  expect(statuses).toEqual([303, 409, 409]);
  const winner = claims.find(({ shown }) => shown.status === 303);
  expect(winner?.shown.location).toBe("/keys");
  const cookie = [...(winner?.browser.cookies ?? [])].map(([name, value]) => `${name}=${value}`).join("; ");
  const me = await call("GET", "/v1/session", { headers: { Cookie: cookie } });
  expect([me.status, me.body]).toMatchObject([
    200,
    {
      user: { name: "Ada", email: "ada@example.com", has_password: true },
      workspaces: [{ name: "Main <b>stage</b>", role: "owner" }],
      mcp_url: "https://latchkey.test/mcp",
      sign_in: { github: false, google: false },
    },
  ]);
  expect(await env.DB.prepare("SELECT count(*) AS n FROM keys").first("n")).toBe(0);

  const again = await ada.submit("/setup", { ...FIELDS, email: "eve@example.com" });
  expect([again.status, again.text]).toEqual([409, expect.stringContaining("Sign in")]);
  expect((await ada.open("/setup")).text).toContain("This deployment has an owner");
  expect((await ada.open("/setup", { Accept: "application/json" })).html).toBe('{"set_up":true}');
  expect((await ada.open("/keys")).location).toBe("/sign-in?to=%2Fkeys");
});
