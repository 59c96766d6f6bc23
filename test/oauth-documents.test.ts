/**
 * Clients that are known by the address of a document of theirs (Client ID Metadata Documents), as Claude Code and Codex
 * are: their domain is shown as verified, so what is read must be theirs, and be read for nobody else.
 */
import { afterEach, beforeEach, expect, test } from "vitest";
import { newBrowser } from "./browser.ts";
import { allow, apps, authorizePath, browserOf, exchange, type Client } from "./consent-world.ts";
import { askForToken, listTools, tokensIn } from "./oauth-world.ts";
import { newWorld, type World } from "./world.ts";

let world: World;
let client: Client;
let asked: { readonly url: string; readonly redirect: string }[];
/** What the internet answers at the client's address. */
let answer: () => Response;
const realFetch = globalThis.fetch;
let documents = 0;

beforeEach(async () => {
  world = await newWorld();
  documents += 1;
  const id = `https://client.example/apps/${documents}.json`;
  client = { id, redirectUri: "http://localhost:33418/callback" };
  asked = [];
  answer = () => Response.json(documentOf(id));
  globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    if (!request.url.startsWith("https://client.example/")) return realFetch(request);
    asked.push({ url: request.url, redirect: request.redirect });
    return answer();
  };
});

afterEach(() => {
  globalThis.fetch = realFetch;
});

function documentOf(id: string): Record<string, unknown> {
  return {
    client_id: id,
    client_name: "A known client",
    redirect_uris: ["http://localhost/callback"],
    token_endpoint_auth_method: "none",
  };
}

test("its domain is shown as verified, it connects without registration, and its tokens work and are renewed", async () => {
  const { page, answer: allowed } = await allow(world.owner, client, { workspaces: [world.workspace] });
  expect(page.html).toContain("A known client");
  expect(page.html).toMatch(/client\.example<\/b>[\s\S]{0,80}\(verified\)/);
  const code = new URL(allowed.location).searchParams.get("code") ?? "";
  const tokens = tokensIn(await exchange(client, code));
  expect((await listTools(tokens.access)).status).toBe(200);
  const renewed = await askForToken({
    grant_type: "refresh_token",
    client_id: client.id,
    refresh_token: tokens.refresh,
  });
  expect((await listTools(tokensIn(renewed).access)).status).toBe(200);
  expect(await apps(world.owner)).toMatchObject([{ client_id: client.id, verified_domain: "client.example" }]);
});

test("a second installation leaves the first one connected: they share their address", async () => {
  for (let installation = 0; installation < 2; installation += 1) {
    await allow(world.owner, client, { workspaces: [world.workspace] });
  }
  expect(await apps(world.owner)).toHaveLength(2);
});

const NOT_ITS_OWN: Readonly<Record<string, (id: string) => Response>> = {
  "is elsewhere": () => Response.redirect("https://evil.example/doc.json", 302),
  "is not there": () => new Response("not found", { status: 404 }),
  "is no JSON": () => new Response("<html>"),
  "names another client": () => Response.json(documentOf("https://other.example/doc.json")),
  "has no address to go back to": (id) => Response.json({ ...documentOf(id), redirect_uris: [] }),
  "is very large": (id) => Response.json({ ...documentOf(id), padding: "x".repeat(100_000) }),
};

test.each(Object.entries(NOT_ITS_OWN))("a document that %s connects nobody, and leads nowhere", async (_what, make) => {
  answer = () => make(client.id);
  const browser = await browserOf(world.owner);
  const page = await browser.open(await authorizePath(client));
  expect([page.status, page.location]).toEqual([400, ""]);
  expect(page.html).toContain("The app could not be verified");
  expect(asked.every(({ url }) => url === client.id)).toBe(true);
  expect(asked[0]?.redirect).toBe("manual");
});

test("an address that the document does not name is not gone back to", async () => {
  const browser = await browserOf(world.owner);
  const path = await authorizePath({ ...client, redirectUri: "https://evil.example/callback" });
  const page = await browser.open(path);
  expect([page.status, page.location]).toEqual([400, ""]);
});

test("nobody who is not signed in has it fetched, nor anybody at the token endpoint for an app of another client", async () => {
  await newBrowser().open(await authorizePath(client));
  const fields = { grant_type: "refresh_token", client_id: client.id };
  await askForToken({ ...fields, refresh_token: "x" });
  await askForToken({ ...fields, code: "usr_x:AAAAAAAAAAAAAAAA:y" });
  expect(asked).toEqual([]);
});

test("an app of a document's client is not renewed for another client", async () => {
  const { answer: allowed } = await allow(world.owner, client, { workspaces: [world.workspace] });
  const tokens = tokensIn(await exchange(client, new URL(allowed.location).searchParams.get("code") ?? ""));
  const other = { grant_type: "refresh_token", client_id: "https://client.example/other.json" };
  const refused = await askForToken({ ...other, refresh_token: tokens.refresh });
  expect([refused.status, refused.body["error"]]).toEqual([401, "invalid_client"]);
  expect(asked.map(({ url }) => url)).not.toContain("https://client.example/other.json");
});

test("one that was disconnected is told that of its grant, so that it asks its person again and not who it is", async () => {
  const { answer: allowed } = await allow(world.owner, client, { workspaces: [world.workspace] });
  const tokens = tokensIn(await exchange(client, new URL(allowed.location).searchParams.get("code") ?? ""));
  const revoked = await askForToken({ client_id: client.id, token: tokens.refresh });
  expect([revoked.status, await apps(world.owner)]).toEqual([200, []]);
  const fields = { grant_type: "refresh_token", client_id: client.id, refresh_token: tokens.refresh };
  const refused = await askForToken(fields);
  expect([refused.status, refused.body["error"]]).toEqual([400, "invalid_grant"]);
  expect((await askForToken({ client_id: client.id, token: tokens.refresh })).status).toBe(200);
});
