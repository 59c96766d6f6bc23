/** What a person gives an app on the consent page, and that nobody else can have it given. */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import {
  ALLOW,
  allow,
  answerForm,
  apps,
  authorizePath,
  browserOf,
  type Client,
  exchange,
  handleOf,
  register,
  shownTo,
} from "./consent-world.ts";
import { newBrowser } from "./browser.ts";
import { claimed, ORIGIN } from "./people.ts";
import { call, join, newMember, newPerson, newWorkspace, newWorld, sql } from "./world.ts";

const tokenSchema = z.object({ access_token: z.string(), refresh_token: z.string(), scope: z.string() });
const codeOf = (location: string): string => new URL(location).searchParams.get("code") ?? "";

async function tokenOf(client: Client, location: string): Promise<string> {
  const { body } = await exchange(client, codeOf(location));
  return tokenSchema.parse(body).access_token;
}

const listTools = (token: string) =>
  call("POST", "/mcp", { key: token, body: { jsonrpc: "2.0", id: 1, method: "tools/list" } });

test("who allows it connects the app, to the workspaces and with the permissions that were ticked", async () => {
  const { owner, workspace } = await newWorld();
  const other = await newWorkspace(owner, "Not this one");
  const client = await register();
  const { answer } = await allow(owner, client, { workspaces: [workspace], scopes: ["mcp:write"] });
  expect(answer.status).toBe(302);
  const sentTo = new URL(answer.location);
  expect(`${sentTo.origin}${sentTo.pathname}`).toBe(client.redirectUri);
  expect([sentTo.searchParams.get("state"), sentTo.searchParams.get("iss")]).toEqual(["st&te=1", ORIGIN]);
  const [row, ...others] = await apps(owner);
  expect(others).toEqual([]);
  expect(row).toMatchObject({
    client_id: client.id,
    name: "Claude Code",
    verified_domain: null,
    redirect_host: "localhost",
    is_loopback: 1,
    scopes: '["mcp:read","mcp:write"]',
    reach: JSON.stringify([workspace]),
  });
  expect(other).not.toBe(workspace);
  const tools = await listTools(await tokenOf(client, answer.location));
  expect(tools.text).toContain("create_event");
  expect(tools.text).not.toContain("run_automation");
  const audit = await env.DB.prepare("SELECT detail FROM audit_log WHERE action = 'app.connected' AND target_id = ?1")
    .bind(row?.["id"])
    .first("detail");
  expect(JSON.parse(String(audit))).toMatchObject({
    name: "Claude Code",
    host: "localhost",
    scopes: ["mcp:read", "mcp:write"],
    workspaces: [workspace],
  });
});

test("reading is always given, managing keys never is, and what the app asked for is ticked", async () => {
  const { owner, workspace } = await newWorld();
  const client = await register();
  const path = await authorizePath(client, { scope: "mcp:execute offline_access" });
  const { page, answer } = await allow(owner, client, { workspaces: [workspace], scopes: ["keys:manage", "x"], path });
  expect(page.html).toMatch(/value="mcp:read" checked="" disabled=""/);
  expect(page.html).toMatch(/value="mcp:execute" checked=""/);
  expect(page.html).not.toMatch(/value="mcp:write" checked/);
  expect(answer.status).toBe(302);
  expect(await apps(owner)).toMatchObject([{ scopes: '["mcp:read"]' }]);
});

test("who is not signed in signs in first, and comes back to the very same request", async () => {
  await claimed();
  const path = await authorizePath(await register(), { state: "x".repeat(3000) });
  const { status, location } = await newBrowser().open(path);
  expect(status).toBe(303);
  expect(new URL(location, ORIGIN).searchParams.get("to")).toBe(path);
  const person = await newWorld();
  const browser = await browserOf(person.owner);
  expect((await browser.open(location)).location).toBe(path);
  const out = await browser.submit("/sign-out", { to: path });
  expect(out.location).toBe(path);
  expect((await browser.open(path)).status).toBe(303);
});

test("Cancel tells the app, with its state and our issuer, and connects nothing", async () => {
  const { owner } = await newWorld();
  const client = await register();
  const path = await authorizePath(client);
  const browser = await browserOf(owner);
  const page = await browser.open(path);
  const answer = await answerForm(browser, path, [
    ["handle", handleOf(page)],
    ["decision", "deny"],
  ]);
  const { searchParams, pathname } = new URL(answer.location);
  expect([answer.status, pathname]).toEqual([302, "/callback"]);
  expect(Object.fromEntries(searchParams)).toMatchObject({ error: "access_denied", state: "st&te=1", iss: ORIGIN });
  expect(await apps(owner)).toEqual([]);
});

test("nothing ticked: the page again, with what was ticked of the rest, and it can be answered", async () => {
  const { owner, workspace } = await newWorld();
  const client = await register();
  const { browser, answer } = await allow(owner, client, { workspaces: [], scopes: ["mcp:write"] });
  expect(answer.status).toBe(400);
  expect(answer.html).toContain("Choose at least one.");
  expect(answer.html).toMatch(/value="mcp:write" checked=""/);
  for (const cookie of answer.headers.getSetCookie()) {
    const [pair = ""] = cookie.split(";");
    browser.cookies.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
  }
  const handle = /name="handle" value="([^"]+)"/.exec(answer.html)?.[1] ?? "";
  const path = await authorizePath(client);
  const second = await answerForm(browser, path, [["handle", handle], shownTo(owner), ["workspace", workspace], ALLOW]);
  expect(second.status).toBe(302);
});

describe("only the person's own workspaces are given", () => {
  test("one of somebody else's in the form is refused, and so is one that is none", async () => {
    const { owner, workspace } = await newWorld();
    const foreign = await newWorld("Foreign");
    for (const id of [foreign.workspace, "ws_0000000000000000", "x"]) {
      const { answer } = await allow(owner, await register(), { workspaces: [workspace, id] });
      expect([answer.status, answer.location]).toEqual([403, ""]);
    }
    expect(await apps(owner)).toEqual([]);
  });

  test("one that leaves access to its admins is shown, and not given by a member", async () => {
    const { workspace } = await newWorld("Closed");
    const { person } = await newMember(workspace, "member");
    const own = await newWorkspace(person, "Own");
    await sql("UPDATE workspace SET key_creators = 'admins' WHERE id = ?1", workspace);
    const { page, answer } = await allow(person, await register(), { workspaces: [own, workspace] });
    expect(page.html).toMatch(new RegExp(`value="${workspace}" disabled=""`));
    expect(answer.status).toBe(403);
    expect(await apps(person)).toEqual([]);
  });

  test("one that was lost between the look and the write is not given, and the code is worth nothing", async () => {
    const { workspace } = await newWorld();
    const person = await newPerson("Ben");
    await join(person, workspace, "member");
    // Leaves at the moment at which the grant is written.
    await env.DB.prepare(
      `CREATE TRIGGER leaves AFTER INSERT ON oauth_store WHEN NEW.key LIKE 'grant:${person.id}:%'
       BEGIN DELETE FROM member WHERE user_id = '${person.id}'; END`,
    ).run();
    const { answer } = await allow(person, await register(), { workspaces: [workspace] });
    await env.DB.prepare("DROP TRIGGER leaves").run();
    expect([answer.status, answer.location]).toEqual([403, ""]);
    expect(await apps(person)).toEqual([]);
  });
});

test("an installation that comes again replaces what it had, and leaves those of others", async () => {
  const { owner, workspace } = await newWorld();
  const [client, another] = await Promise.all([register(), register()]);
  const first = await allow(owner, client, { workspaces: [workspace] });
  const token = await tokenOf(client, first.answer.location);
  const kept = await tokenOf(another, (await allow(owner, another, { workspaces: [workspace] })).answer.location);
  expect((await listTools(token)).status).toBe(200);
  await allow(owner, client, { workspaces: [workspace], scopes: ["mcp:write"] });
  expect((await apps(owner)).map((app) => app["client_id"])).toEqual([another.id, client.id]);
  expect([(await listTools(token)).status, (await listTools(kept)).status]).toEqual([401, 200]);
  const entries = "SELECT count(*) AS n FROM audit_log WHERE actor_user_id = ?1 AND action = 'app.disconnected'";
  expect(await env.DB.prepare(entries).bind(owner.id).first("n")).toBe(1);
});

test("who belongs nowhere is told so", async () => {
  const browser = await browserOf(await newPerson("Eve"));
  const page = await browser.open(await authorizePath(await register()));
  expect(page.status).toBe(403);
  expect(page.text).toContain("You do not belong to a workspace.");
});

describe("a forged answer", () => {
  test("of another site, of none, without a handle, or of another browser gives nothing", async () => {
    const { owner, workspace } = await newWorld();
    const client = await register();
    const path = await authorizePath(client);
    const browser = await browserOf(owner);
    const page = await browser.open(path);
    const victim = await browserOf(owner);
    const rest = [shownTo(owner), ["workspace", workspace], ALLOW] as const;
    const handle = ["handle", handleOf(page)] as const;
    const answers = [
      await answerForm(browser, path, { fields: [handle, ...rest], origin: "https://evil.example" }),
      await answerForm(browser, path, { fields: [handle, ...rest], origin: "null" }),
      await answerForm(browser, path, { fields: [handle, ...rest], origin: null }),
      await answerForm(browser, path, rest),
      await answerForm(browser, path, [["handle", "x".repeat(43)], ...rest]),
      await answerForm(victim, path, [handle, ...rest]),
      await answerForm(victim, path, [handle, ["decision", "deny"]]),
    ];
    expect(answers.map(({ status, location }) => [status, location])).toEqual([
      [403, ""],
      [403, ""],
      [403, ""],
      [400, ""],
      [400, ""],
      [400, ""],
      [400, ""],
    ]);
    expect(await apps(owner)).toEqual([]);
    expect((await answerForm(browser, path, [handle, ...rest])).status).toBe(302);
  });

  test("of another account than the page was shown to is asked again, and gives nothing", async () => {
    const { owner, workspace } = await newWorld();
    const { person } = await newMember(workspace, "member");
    const path = await authorizePath(await register());
    const browser = await browserOf(owner);
    const handle = ["handle", handleOf(await browser.open(path))] as const;
    for (const [name, value] of (await browserOf(person)).cookies) browser.cookies.set(name, value);
    const answer = await answerForm(browser, path, [handle, shownTo(owner), ["workspace", workspace], ALLOW]);
    expect([answer.status, answer.location]).toEqual([403, ""]);
    expect(answer.html).toContain("Another account is signed in by now");
    expect([await apps(owner), await apps(person)]).toEqual([[], []]);
  });

  test("sent twice gives once, at the same time too", async () => {
    const { owner, workspace } = await newWorld();
    const path = await authorizePath(await register());
    const browser = await browserOf(owner);
    const handle = ["handle", handleOf(await browser.open(path))] as const;
    const fields = [handle, shownTo(owner), ["workspace", workspace], ALLOW] as const;
    const statuses = await Promise.all([answerForm(browser, path, fields), answerForm(browser, path, fields)]);
    expect(new Set(statuses.map(({ status }) => status))).toEqual(new Set([302, 400]));
    expect((await answerForm(browser, path, fields)).status).toBe(400);
    expect(await apps(owner)).toHaveLength(1);
  });

  test("by a form that is cut short, or no form at all, gives nothing", async () => {
    const { owner } = await newWorld();
    const path = await authorizePath(await register());
    const browser = await browserOf(owner);
    await browser.open(path);
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    for (const type of ["multipart/form-data; boundary=x", "application/json", "text/plain"]) {
      const answer = await call("POST", path, {
        raw: "--x",
        headers: { Origin: ORIGIN, Cookie: cookie, "Content-Type": type },
      });
      expect(answer.status).toBe(400);
    }
    const large = await call("POST", path, { raw: "x".repeat(200_000), headers: { Origin: ORIGIN, Cookie: cookie } });
    expect(large.status).toBe(413);
    expect(await apps(owner)).toEqual([]);
  });
});
