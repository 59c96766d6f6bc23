/** Who is led to OAuth at `/mcp`, and who is not: strangers and apps are, whoever holds a key never is. */
import { exports } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { newApp, newToken } from "./app-world.ts";
import { INITIALIZE, modern, old, postOf } from "./mcp-posts.ts";
import { newKey, newWorld, sql, unknownKey, type World } from "./world.ts";

const HTTPS = "https://latchkey.test";
const METADATA = `resource_metadata="${HTTPS}/.well-known/oauth-protected-resource/mcp"`;
const ASK = `Bearer realm="latchkey", ${METADATA}, scope="mcp:read"`;
const LIST = modern("tools/list");

type Sent = {
  readonly token?: string;
  readonly draft?: typeof LIST;
  readonly origin?: string;
  readonly query?: string;
};

async function send({ token, draft = LIST, origin = HTTPS, query = "" }: Sent): Promise<Response> {
  const { headers, text } = postOf(draft);
  const authorization: Record<string, string> = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  const init = { method: "POST", headers: { ...headers, ...authorization }, body: text };
  return exports.default.fetch(`${origin}/mcp${query}`, init);
}

const challengeOf = (response: Response): string => response.headers.get("WWW-Authenticate") ?? "";

test("who sends nothing is told where to sign in, what to ask for first, and of no error", async () => {
  for (const draft of [LIST, INITIALIZE, old("tools/list"), modern("server/discover")]) {
    const response = await send({ draft });
    expect([response.status, challengeOf(response)]).toEqual([401, ASK]);
  }
  for (const method of ["GET", "DELETE", "PUT"]) {
    const response = await exports.default.fetch(`${HTTPS}/mcp`, { method });
    expect([response.status, challengeOf(response)]).toEqual([401, ASK]);
  }
});

test("the way to OAuth is told where OAuth is: on https and on loopback, not on a plain-http host", async () => {
  for (const origin of ["http://localhost:8787", "http://127.0.0.1:8787", "http://127.1.2.3", "http://[::1]:8787"]) {
    expect(challengeOf(await send({ origin }))).toContain(
      `resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp"`,
    );
  }
  for (const origin of ["http://latchkey.test", "http://192.168.1.5:8787", "http://127.0.0.1.evil.example"]) {
    expect(challengeOf(await send({ origin }))).toBe('Bearer realm="latchkey"');
  }
});

test("a bad key is refused without a word of OAuth, whatever is bad about it", async () => {
  const { owner, workspace } = await newWorld();
  const wishes = [{ status: "revoked" }, { status: "disabled" }, { expiresAt: 1000 }] as const;
  const dead = await Promise.all(wishes.map((wish) => newKey(owner, { workspaces: [workspace], ...wish })));
  const inUrl = await newKey(owner, { workspaces: [workspace] });
  const texts = [
    ...dead.map(({ secret }) => secret),
    (await unknownKey()).secret,
    "lk_live_0000000000000000000000000000000000000000000",
    "sk-0000",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.AAAA",
    "${LATCHKEY_API_KEY}",
    "Bearer x",
  ];
  const answers = [
    ...(await Promise.all(texts.map((token) => send({ token })))),
    await send({ query: `?api_key=${inUrl.secret}` }),
  ];
  for (const answer of answers) {
    expect(answer.status).toBe(401);
    expect(challengeOf(answer)).toMatch(/^Bearer realm="latchkey", error="invalid_token", error_description="[^"]+"$/);
  }
});

test("a token that is no good is invalid_token, with the way to a new one", async () => {
  const { owner, workspace } = await newWorld();
  const expired = await newApp(owner, { workspaces: [workspace] });
  await sql("UPDATE oauth_store SET expires_at = 1 WHERE app_id = ?1 AND key LIKE 'token:%'", expired.id);
  const disconnected = await newApp(owner, { workspaces: [workspace] });
  await sql("DELETE FROM connected_apps WHERE id = ?1", disconnected.id);
  const good = await newApp(owner, { workspaces: [workspace] });
  const texts = [
    expired.token,
    disconnected.token,
    good.token.slice(0, -1),
    good.token.replace("lkat_", "lkrt_"),
    "lkat_test_x",
    "lkat_",
  ];
  const answers = [
    ...(await Promise.all(texts.map((token) => send({ token })))),
    // RFC 6750 §2.3: not in a URL.
    await send({ query: `?api_key=${good.token}` }),
  ];
  for (const answer of answers) {
    expect(answer.status).toBe(401);
    expect(challengeOf(answer)).toMatch(/^Bearer realm="latchkey", error="invalid_token", error_description="[^"]+", /);
    expect(challengeOf(answer)).toContain(`, ${METADATA}`);
    expect(await answer.json()).toMatchObject({ error: { code: -32010, data: { reason: "unknown_token" } } });
  }
  expect((await send({ token: good.token })).status).toBe(200);
});

/** What reads, writes and runs, in both eras. */
const WRITING = [
  modern("tools/call", { name: "create_event", arguments: { title: "Gala", starts_at: "2027-05-01T18:00:00Z" } }),
  old("tools/call", { name: "create_event", arguments: { title: "Gala", starts_at: "2027-05-01T18:00:00Z" } }),
];
const PROMPT = { name: "draft_document", arguments: { event: "evt_0000000000000000", kind: "debrief" } };

describe("an app without a scope", () => {
  test("is told by 403 which scopes the call needs, with those that it has", async () => {
    const app = await appWith(await newWorld(), ["mcp:read"]);
    for (const draft of WRITING) {
      const response = await send({ token: app.token, draft });
      expect(response.status).toBe(403);
      expect(challengeOf(response)).toBe(
        `Bearer realm="latchkey", error="insufficient_scope", error_description="This app lacks the scope mcp:write. ` +
          `Connect the app again, and allow it on the page that asks.", ${METADATA}, scope="mcp:read mcp:write"`,
      );
      expect(response.headers.get("Access-Control-Allow-Origin")).toBe("*");
      expect(await response.json()).toMatchObject({
        jsonrpc: "2.0",
        id: 1,
        error: { code: -32011, data: { reason: "insufficient_scope" } },
      });
    }
  });

  test("is told of all that a prompt needs, and of a resource's scope", async () => {
    const world = await newWorld();
    const app = await appWith(world, ["mcp:execute"]);
    const prompt = await send({ token: app.token, draft: old("prompts/get", PROMPT) });
    expect(challengeOf(prompt)).toMatch(/, scope="mcp:read mcp:write mcp:execute"$/);
    const uri = "latchkey://events/evt_0000000000000000";
    const resource = await send({ token: app.token, draft: old("resources/read", { uri }) });
    expect([prompt.status, resource.status]).toEqual([403, 403]);
    expect(challengeOf(resource)).toMatch(/, scope="mcp:read mcp:execute"$/);
  });

  test("has what its token was given, where that is less than the app has", async () => {
    const { owner, workspace } = await newWorld();
    const app = await newApp(owner, { workspaces: [workspace], scopes: ["mcp:read", "mcp:write"] });
    const token = await newToken(owner, app.id, ["mcp:read"]);
    expect(await Promise.all(WRITING.map(async (draft) => (await send({ token, draft })).status))).toEqual([403, 403]);
  });

  test("sees the tools that its scopes open, as a key does, and calls them", async () => {
    const world = await newWorld();
    const app = await appWith(world, ["mcp:read", "mcp:execute"]);
    const key = await newKey(world.owner, { workspaces: [world.workspace], scopes: ["mcp:read", "mcp:execute"] });
    const [byApp, byKey] = await Promise.all([send({ token: app.token }), send({ token: key.secret })]);
    expect(await byApp.text()).toBe(await byKey.text());
    const called = await send({ token: app.token, draft: modern("tools/call", { name: "list_workspaces" }) });
    expect(await called.json()).toMatchObject({ result: { structuredContent: { data: [{ id: world.workspace }] } } });
  });
});

test("a key without a scope is told so in band: a 403 would make its client sign in", async () => {
  const { owner, workspace } = await newWorld();
  const key = await newKey(owner, { workspaces: [workspace], scopes: ["mcp:read"] });
  for (const draft of WRITING) {
    const response = await send({ token: key.secret, draft });
    expect([response.status, challengeOf(response)]).toEqual([200, ""]);
    expect(await response.json()).toMatchObject({ result: { isError: true } });
  }
});

function appWith({ owner, workspace }: World, scopes: Parameters<typeof newApp>[1]["scopes"] & {}) {
  return newApp(owner, { workspaces: [workspace], scopes });
}
