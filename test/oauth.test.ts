/** An app that is connected by OAuth: its tokens work, are renewed, end, and cannot be had by others. */
import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import {
  allow,
  askForToken,
  authorizeUrl,
  codeFields,
  connect,
  type Connected,
  listTools,
  newVerifier,
  ORIGIN,
  REDIRECT_URI,
  refresh,
  register,
  tokensIn,
} from "./oauth-world.ts";
import { call, newWorld, type World } from "./world.ts";

let world: World;
let app: Connected;

beforeEach(async () => {
  world = await newWorld();
  app = await connect({ person: world.owner, workspaces: [world.workspace] });
});

test("discovery says where, by whom and for what: PKCE with S256 alone, no implicit grant, the issuer in answers", async () => {
  const resource = await call("GET", "/.well-known/oauth-protected-resource/mcp");
  expect(resource.body).toMatchObject({
    resource: `${ORIGIN}/mcp`,
    authorization_servers: [ORIGIN],
    bearer_methods_supported: ["header"],
    scopes_supported: ["mcp:read", "mcp:write", "mcp:execute"],
  });
  const headers = { Origin: "https://inspector.example" };
  const server = await call("GET", "/.well-known/oauth-authorization-server", { headers });
  expect(server.body).toMatchObject({
    issuer: ORIGIN,
    authorization_endpoint: `${ORIGIN}/oauth/authorize`,
    token_endpoint: `${ORIGIN}/oauth/token`,
    registration_endpoint: `${ORIGIN}/oauth/register`,
    response_types_supported: ["code"],
    code_challenge_methods_supported: ["S256"],
    authorization_response_iss_parameter_supported: true,
    client_id_metadata_document_supported: true,
  });
  expect(server.headers.get("Access-Control-Allow-Origin")).not.toBeNull();
});

test("who brings an API key is not led to OAuth, at no address of it", async () => {
  const { secret } = world.key;
  const body = { redirect_uris: [REDIRECT_URI] };
  for (const headers of [{ Authorization: `Bearer ${secret}` }, { "X-Api-Key": "not a key" }]) {
    for (const path of ["/.well-known/oauth-protected-resource/mcp", "/.well-known/oauth-authorization-server"]) {
      expect((await call("GET", path, { headers })).status).toBe(404);
      expect((await call("GET", path, { headers: { Authorization: `Bearer ${app.access}` } })).status).toBe(200);
    }
    const refused = await call("POST", "/oauth/register", { headers, body });
    expect(refused.body["error_description"]).toContain("You sent an API key, so no sign-in is begun");
  }
});

test("a token opens the tools of its scopes, and no more of the product", async () => {
  expect(app.access).toMatch(/^lkat_test_[0-9A-Za-z_.-]+$/);
  const tools = await listTools(app.access);
  expect(tools.status).toBe(200);
  expect(tools.text).toContain("list_events");
  expect(tools.text).not.toContain("create_event");
  expect((await call("GET", "/v1/me", { key: app.access })).body).toMatchObject({
    status: 401,
    code: "wrong_audience",
  });
  expect((await call("GET", `/v1/me?api_key=${app.access}`)).status).toBe(401);
});

test("a token in a URL is refused", async () => {
  const body = { jsonrpc: "2.0", id: 1, method: "tools/list" };
  expect((await call("POST", `/mcp?api_key=${app.access}`, { body })).status).toBe(401);
});

test("a refresh gives new tokens, and the one before the last is worth nothing", async () => {
  const second = tokensIn(await refresh(app));
  expect((await listTools(second.access)).status).toBe(200);
  const third = tokensIn(await refresh({ ...app, ...second }));
  expect((await listTools(third.access)).status).toBe(200);
  expect((await refresh(app)).body).toMatchObject({ error: "invalid_grant" });
  expect((await refresh({ ...app, ...third })).status).toBe(200);
});

test("a refresh token opens nothing, and an access token renews nothing", async () => {
  expect((await listTools(app.refresh)).status).toBe(401);
  expect((await refresh({ ...app, refresh: app.access })).body).toMatchObject({ error: "invalid_grant" });
});

test("a code that is used twice ends what it gave", async () => {
  expect((await askForToken(codeFields(app))).body).toMatchObject({ error: "invalid_grant" });
  expect((await listTools(app.access)).status).toBe(401);
  expect((await refresh(app)).body).toMatchObject({ error: "invalid_grant" });
});

test("of one code sent many times at once at most one is answered with tokens, and none of those outlives the replay", async () => {
  const [clientId, pair] = await Promise.all([register(), newVerifier()]);
  const consent = { person: world.owner, workspaces: [world.workspace] };
  const code = await allow(authorizeUrl(clientId, pair.challenge), consent);
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => askForToken(codeFields({ clientId, code, verifier: pair.verifier }))),
  );
  const given = answers.filter(({ status }) => status === 200);
  expect(given.length).toBeLessThanOrEqual(1);
  for (const answer of given) expect((await listTools(tokensIn(answer).access)).status).toBe(401);
});

test("refreshing many times at once leaves one line of tokens", async () => {
  const answers = await Promise.all(Array.from({ length: 4 }, () => refresh(app)));
  expect(answers.every(({ status }) => status === 200 || status === 400 || status === 503)).toBe(true);
  const given = answers.filter(({ status }) => status === 200).map(tokensIn);
  expect(given.length).toBeGreaterThan(0);
  const renewed = [];
  for (const tokens of given) renewed.push((await refresh({ ...app, ...tokens })).status);
  expect(renewed.filter((status) => status === 200).length).toBeGreaterThan(0);
});

test("a revoked access token ends alone; a revoked refresh token ends the app", async () => {
  const second = tokensIn(await refresh(app));
  const revoke = (token: string): ReturnType<typeof askForToken> => askForToken({ token, client_id: app.clientId });
  expect((await revoke(second.access)).status).toBe(200);
  expect([(await listTools(second.access)).status, (await listTools(app.access)).status]).toEqual([401, 200]);
  expect((await revoke(second.refresh)).status).toBe(200);
  expect((await listTools(app.access)).status).toBe(401);
  expect(await env.DB.prepare("SELECT 1 FROM connected_apps WHERE id = ?1").bind(app.appId).first()).toBeNull();
});

test("what is sent besides cannot hide which app a request is about", async () => {
  const stray = "x:AAAAAAAAAAAAAAAA:y";
  const second = tokensIn(
    await askForToken({
      grant_type: "refresh_token",
      client_id: app.clientId,
      refresh_token: app.refresh,
      code: stray,
    }),
  );
  expect((await listTools(second.access)).status).toBe(200);
  const revoked = await askForToken({
    token: second.refresh,
    client_id: app.clientId,
    code: stray,
    refresh_token: "x",
  });
  expect([revoked.status, (await listTools(second.access)).status]).toEqual([200, 401]);
});

test("strangers do not have us fetch what they name as a client", async () => {
  const fetched: string[] = [];
  const real = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    fetched.push(new Request(input).url);
    return real(input, init);
  };
  try {
    const client_id = "https://victim.example/expensive?1";
    const claims = btoa(JSON.stringify({ iss: client_id }));
    const assertion = {
      client_assertion: `e30.${claims}.x`,
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    };
    for (const fields of [{ client_id }, assertion, { client_id, refresh_token: app.refresh }]) {
      const answer = await askForToken({ grant_type: "refresh_token", refresh_token: "x", ...fields });
      expect(answer.status).toBeGreaterThanOrEqual(400);
    }
    expect(fetched).toEqual([]);
  } finally {
    globalThis.fetch = real;
  }
});

test("somebody else's client can neither use nor revoke a token", async () => {
  const other = await register();
  expect((await refresh({ ...app, clientId: other })).body).toMatchObject({ error: "invalid_grant" });
  await askForToken({ token: app.refresh, client_id: other });
  expect((await listTools(app.access)).status).toBe(200);
});

test("a code is worth nothing without its verifier, with another one, or for another client or address", async () => {
  const pair = await newVerifier();
  const clientId = await register();
  const consent = { person: world.owner, workspaces: [world.workspace] };
  const code = await allow(authorizeUrl(clientId, pair.challenge), consent);
  const good = codeFields({ clientId, code, verifier: pair.verifier });
  const { code_verifier: _verifier, ...without } = good;
  const bad = [
    without,
    { ...good, code_verifier: (await newVerifier()).verifier },
    { ...good, code_verifier: pair.challenge },
    { ...good, client_id: await register() },
    { ...good, redirect_uri: "http://127.0.0.1:33418/other" },
    { ...good, resource: "https://elsewhere.example/mcp" },
    { ...good, code: code.slice(0, -1) },
  ];
  for (const fields of bad) expect((await askForToken(fields)).status).toBe(400);
  expect((await askForToken(good)).status).toBe(200);
});

test.each<[string, Record<string, string>]>([
  ["a plain challenge", { code_challenge_method: "plain" }],
  ["no challenge", { code_challenge: "" }],
  ["the implicit grant", { response_type: "token" }],
  ["an unknown resource", { resource: "https://elsewhere.example/mcp" }],
  ["an unregistered address", { redirect_uri: "https://evil.example/callback" }],
  ["an address that begins like a registered one", { redirect_uri: `${REDIRECT_URI}.evil.example` }],
  ["an unknown client", { client_id: "nobody" }],
])("a person is not asked for %s", async (_what, more) => {
  const url = authorizeUrl(app.clientId, app.challenge, more);
  const outcome = allow(url, { person: world.owner, workspaces: [] }).then(
    () => "asked",
    (thrown: unknown) => thrown,
  );
  expect(await outcome).toMatchObject({ name: "AuthorizationError" });
});

function countClients(): Promise<unknown> {
  return env.DB.prepare("SELECT count(*) AS n FROM oauth_store WHERE key GLOB 'client:*'").first("n");
}

test.each<[string, unknown]>([
  ["no redirect_uris", { client_name: "x" }],
  ["a script", { redirect_uris: ["javascript:alert(1)"] }],
  ["a data URL", { redirect_uris: ["data:text/html,x"] }],
  ["http elsewhere", { redirect_uris: ["http://example.com/callback"] }],
  ["a fragment", { redirect_uris: ["https://example.com/callback#x"] }],
  ["a long name", { client_name: "x".repeat(201), redirect_uris: [REDIRECT_URI] }],
  ["many addresses", { redirect_uris: Array.from({ length: 21 }, (_, index) => `https://example.com/${index}`) }],
  ["a long address", { redirect_uris: [`https://example.com/${"x".repeat(2000)}`] }],
  ["an array", []],
  ["a number", 7],
])("a registration with %s is refused, and nothing is kept of it", async (_what, body) => {
  const before = await countClients();
  const answer = await call("POST", "/oauth/register", { body });
  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({ error: expect.any(String), error_description: expect.any(String) });
  expect(await countClients()).toBe(before);
});

test("what is too large, no form or no JSON is refused in OAuth's words", async () => {
  const large = await call("POST", "/oauth/register", { raw: `{"a":"${"x".repeat(70_000)}"}` });
  expect([large.status, large.body["error"]]).toEqual([413, "invalid_request"]);
  const broken = await call("POST", "/oauth/register", { raw: "{" });
  expect(broken.status).toBe(400);
  const json = await call("POST", "/oauth/token", { body: { grant_type: "refresh_token" } });
  expect([json.status, json.body["error"]]).toEqual([400, "invalid_request"]);
  const unknown = await askForToken({ grant_type: "password", username: "a", password: "b", client_id: app.clientId });
  expect(unknown.body["error"]).toBe("unsupported_grant_type");
});

test("a forged token costs nothing and says how to go on", async () => {
  const forged = `${app.access.slice(0, -6)}AAAAAA`;
  const { status, body } = await listTools(forged);
  expect(status).toBe(401);
  expect(JSON.stringify(body)).toContain("connect the app again");
});

function randomPartOf(token: string): string {
  return token.split(".")[2] ?? "";
}

test("nothing that could be used is stored: no token, no code, no secret of a client", async () => {
  const answer = await call("POST", "/oauth/register", {
    body: { client_name: "Confidential", redirect_uris: [REDIRECT_URI] },
  });
  const { results } = await env.DB.prepare("SELECT key, value, metadata FROM oauth_store").all();
  const stored = JSON.stringify(results);
  const secrets = [
    randomPartOf(app.access),
    randomPartOf(app.refresh),
    app.code.split(":")[2] ?? "",
    String(answer.body["client_secret"]),
  ];
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(20);
    expect(stored).not.toContain(secret);
  }
});
