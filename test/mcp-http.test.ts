/** `/mcp` and what stands around it, as strangers, browsers and probing clients meet them: no key is good here. */
import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { Hono } from "hono";
import { expect, test } from "vitest";
import type { AppEnv } from "#workers/http/app-env.ts";
import { requestLog } from "#workers/http/request-log.ts";
import { mcpRoutes } from "#workers/mcp/mcp-routes.ts";
import { discoveryRoutes } from "#workers/mcp/well-known.ts";

const app = new Hono<AppEnv>().use(requestLog()).route("/", discoveryRoutes).route("/", mcpRoutes);
const ORIGIN = "https://latchkey.test";

function send(path: string, init: RequestInit = {}): Promise<Response> {
  return Promise.resolve(app.fetch(new Request(`${ORIGIN}${path}`, init), env, createExecutionContext()));
}

function post(message: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const body = typeof message === "string" ? message : JSON.stringify(message);
  return send("/mcp", { method: "POST", headers: { "Content-Type": "application/json", ...headers }, body });
}

function register(body: string): Promise<Response> {
  return send("/register", { method: "POST", headers: { "Content-Type": "application/json" }, body });
}

const CHALLENGE = `Bearer realm="latchkey", resource_metadata="${ORIGIN}/.well-known/oauth-protected-resource/mcp", scope="mcp:read"`;
const LIST = { jsonrpc: "2.0", id: "seven", method: "tools/list" };

test("a request without a key is 401 with its own id, and a challenge that accuses nobody", async () => {
  const response = await post(LIST);
  expect(response.status).toBe(401);
  expect(response.headers.get("WWW-Authenticate")).toBe(CHALLENGE);
  expect(await response.json()).toEqual({
    jsonrpc: "2.0",
    id: "seven",
    error: {
      code: -32010,
      message: expect.stringContaining("No API key"),
      data: { reason: "missing_credential", request_id: response.headers.get("X-Request-Id") },
    },
  });
});

test("each bad credential is refused in its own words, which are short and never repeat it", async () => {
  const credentials = {
    placeholder_credential: "Bearer ${LATCHKEY_API_KEY}",
    malformed_key: "Bearer lk_test_0000000000000000000000000000000000000000000",
    wrong_environment: "Bearer lk_live_0000000000000000000000000000000000000000000",
  };
  for (const [reason, authorization] of Object.entries(credentials)) {
    const response = await post(LIST, { Authorization: authorization });
    expect(response.status).toBe(401);
    expect(response.headers.get("WWW-Authenticate")).toMatch(/error="invalid_token", error_description="[^"]+"$/);
    expect(response.headers.get("WWW-Authenticate")).not.toContain("resource_metadata");
    const { error } = await response.json<{ error: { message: string; data: { reason: string } } }>();
    expect(error.data.reason).toBe(reason);
    expect(error.message.length).toBeLessThan(300);
    expect(error.message).not.toContain("0000");
  }
});

test("GET and DELETE are answered 401 before they are answered 405", async () => {
  for (const method of ["GET", "DELETE", "PUT"]) {
    const response = await send("/mcp", { method });
    expect(response.status).toBe(401);
    expect(response.headers.get("WWW-Authenticate")).toBe(CHALLENGE);
    expect(response.headers.get("Allow")).toBeNull();
  }
});

test("a stranger's body is not read when it is too large, no JSON by its type, or nonsense", async () => {
  const unread = new ReadableStream({
    pull() {
      throw new Error("read");
    },
  });
  const headers = { "Content-Type": "application/json", "Content-Length": String(2 * 1024 * 1024) };
  const large = await send("/mcp", { method: "POST", headers, body: unread });
  const answers = [
    large,
    await post("x".repeat(1024 * 1024 + 1)),
    await post(LIST, { "Content-Type": "text/plain" }),
    await post("{"),
    await post("[]"),
    await post("null"),
    await post({ ...LIST, id: "x".repeat(1000) }),
    await post({ ...LIST, id: { $: 1 } }),
  ];
  for (const answer of answers) {
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ id: null, error: { code: -32010 } });
  }
});

test("pages of unknown origins, and of none, are refused before their credential is looked at", async () => {
  for (const origin of [
    "null",
    "https://evil.example",
    "http://latchkey.test",
    "https://latchkey.test.evil.example",
    "x",
  ]) {
    const response = await post(LIST, { Origin: origin });
    expect(response.status).toBe(403);
    expect(response.headers.get("Access-Control-Allow-Origin")).toBe("*");
    expect(await response.json()).toMatchObject({ error: { code: -32011, data: { reason: "origin_not_allowed" } } });
  }
  for (const origin of [ORIGIN, "http://localhost:6274", "http://127.0.0.1", "https://[::1]:8443"]) {
    expect((await post(LIST, { Origin: origin })).status).toBe(401);
  }
});

test("a name that was rebound to this machine is not its own origin", async () => {
  const headers = { Origin: "http://evil.example", "Content-Type": "application/json" };
  const request = new Request("http://evil.example/mcp", { method: "POST", headers, body: JSON.stringify(LIST) });
  expect((await app.fetch(request, env, createExecutionContext())).status).toBe(403);
});

test("a browser may send and read what it needs to, refusals included", async () => {
  const asked = "authorization, content-type, mcp-protocol-version, mcp-method, mcp-param-region";
  const preflight = await send("/mcp", {
    method: "OPTIONS",
    headers: { Origin: "http://localhost:6274", "Access-Control-Request-Headers": asked },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get("Access-Control-Allow-Headers")).toBe(asked);
  expect(preflight.headers.get("Access-Control-Allow-Methods")).toContain("POST");
  const odd = await send("/mcp", { method: "OPTIONS", headers: { "Access-Control-Request-Headers": "a b;c" } });
  expect(odd.headers.get("Access-Control-Allow-Headers")).toContain("Authorization");
  const refused = await post(LIST);
  expect(refused.headers.get("Access-Control-Allow-Origin")).toBe("*");
  expect(refused.headers.get("Access-Control-Expose-Headers")).toContain("WWW-Authenticate, Retry-After, X-Request-Id");
});

test("answers are kept out of caches, and the URL out of Referer", async () => {
  const response = await send("/mcp?api_key=lk_test_0000000000000000000000000000000000000000000", { method: "GET" });
  expect(response.headers.get("Cache-Control")).toBe("no-store");
  expect(response.headers.get("Referrer-Policy")).toBe("no-referrer");
});

test("probes for OAuth get a JSON 404 that says what to do", async () => {
  const paths = [
    "/.well-known/oauth-protected-resource",
    "/.well-known/oauth-authorization-server/mcp",
    "/.well-known/openid-configuration",
    "/.well-known/openid-configuration/mcp",
    "/mcp/.well-known/openid-configuration",
    "/mcp/.well-known/oauth-authorization-server",
  ];
  for (const path of paths) {
    const response = await send(path);
    expect(response.status).toBe(404);
    expect(response.headers.get("Access-Control-Allow-Origin")).toBe("*");
    expect(await response.json()).toEqual({
      error: "not_found",
      error_description: expect.stringContaining("Put your API key in the Authorization header"),
    });
  }
});

test("a client that registers itself at another address is told where, and to use its key", async () => {
  const refused = await register(JSON.stringify({ client_name: "x", redirect_uris: ["http://localhost/cb"] }));
  expect(refused.status).toBe(400);
  expect(await refused.json()).toEqual({
    error: "invalid_client_metadata",
    error_description: `Nothing is here. Put your API key in the Authorization header: ${ORIGIN}/docs. Or connect by OAuth: ${ORIGIN}/.well-known/oauth-protected-resource/mcp`,
  });
  for (const body of [
    "",
    "{",
    "null",
    '{"redirect_uris":1}',
    JSON.stringify({ redirect_uris: ["x".repeat(70_000)] }),
  ]) {
    expect((await register(body)).status).toBe(404);
  }
});

test("a person sent to /authorize reads the same sentence", async () => {
  const response = await send("/authorize?client_id=<script>");
  expect(response.headers.get("Content-Type")).toMatch("text/html");
  const page = await response.text();
  expect(page).toContain("Put your API key in the Authorization header");
  expect(page).not.toContain("script");
});
