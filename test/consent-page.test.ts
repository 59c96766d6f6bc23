/** What the consent page shows, and in which headers: names are chosen by strangers. */
import { expect, test } from "vitest";
import { allow, apps, authorizePath, browserOf, register } from "./consent-world.ts";
import { newWorld } from "./world.ts";

test("the page is nobody else's to frame, keep or read, and its form may lead to the app", async () => {
  const { owner } = await newWorld();
  const browser = await browserOf(owner);
  const { headers } = await browser.open(await authorizePath(await register()));
  const policy = headers.get("Content-Security-Policy") ?? "";
  expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[^']+'; /);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain("form-action");
  expect(headers.get("X-Frame-Options")).toBe("DENY");
  expect(headers.get("Cache-Control")).toBe("private, no-store");
  expect(headers.get("Referrer-Policy")).toBe("strict-origin");
  expect(headers.get("Cross-Origin-Opener-Policy")).toBe("unsafe-none");
  const binding = headers.getSetCookie().find((cookie) => cookie.startsWith("__Host-"));
  expect(binding).toMatch(/; Path=\/(?=;|$)/i);
  expect(binding).toMatch(/; HttpOnly/i);
  expect(binding).toMatch(/; Secure/i);
});

const HOSTILE = {
  "<script>alert(1)</script><img src=x onerror=alert(2)>": "&lt;script&gt;alert(1)&lt;/script&gt;",
  '"><b>x</b>': "&quot;&gt;&lt;b&gt;x&lt;/b&gt;",
  "Claude\u202Eevil\u2066 verified": "<bdi>Claude evil verified</bdi>",
  "Claude\n\n\nSigned in as root": "<bdi>Claude Signed in as root</bdi>",
  "\u200B\u2060\u00AD": "<bdi>An app without a name</bdi>",
  ["Z" + "\u0335".repeat(150)]: "<bdi>Z\u0335\u0335</bdi>",
  ["🔥".repeat(100)]: `<bdi>${"🔥".repeat(59)}…</bdi>`,
  ["a".repeat(200)]: `<bdi>${"a".repeat(59)}…</bdi>`,
};

test.for(Object.entries(HOSTILE))(
  "a name like %j is only ever text, and no more than a line or two",
  async ([given, shown]) => {
    const { owner, workspace } = await newWorld();
    const client = await register({ client_name: given });
    const { page, answer } = await allow(owner, client, { workspaces: [workspace] });
    expect(page.html).toContain(shown);
    expect(page.html).not.toMatch(/<script>alert|<img src=x|<b>x|[\u202A-\u202E\u2066-\u2069]/);
    expect(answer.status).toBe(302);
    const [row] = await apps(owner);
    expect(Array.from(String(row?.["name"])).length).toBeLessThanOrEqual(60);
  },
);

test("an app's own scheme is shown as one, with the warning that it stays on this computer", async () => {
  const { owner } = await newWorld();
  const browser = await browserOf(owner);
  const local = ["cursor://anysphere.cursor-mcp/oauth/callback", "http://127.0.0.1:1/cb", "http://[::1]/cb"];
  const shown = await Promise.all(
    [...local, "https://claude.ai/cb"].map(
      async (uri) => (await browser.open(await authorizePath(await register({ redirect_uri: uri })))).text,
    ),
  );
  expect(shown.map((text) => /Access goes to (\S+)/.exec(text)?.[1])).toEqual([
    "cursor://anysphere.cursor-mcp",
    "127.0.0.1",
    "[::1]",
    "claude.ai",
  ]);
  expect(shown.map((text) => text.includes("on this computer"))).toEqual([true, true, true, false]);
});
