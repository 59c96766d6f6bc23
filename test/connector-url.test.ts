/** A key in the URL of `/mcp`: used where it was allowed, and told to nobody, whatever is wrong with the request. */
import { expect, test, vi } from "vitest";
import { createdSchema } from "./key-world.ts";
import { call, type CallOptions, newWorld } from "./world.ts";

const LIST = { jsonrpc: "2.0", id: 1, method: "tools/list" };
const MCP = { Accept: "application/json, text/event-stream" };
const PAGE = { Accept: "text/html" };

/** What is sent, and what it is answered with a key that may be in a URL, and with one that may not. */
const REQUESTS: readonly (readonly [method: string, path: string, options: CallOptions, good: number, shut: number])[] =
  [
    ["POST", "/mcp", { body: LIST, headers: MCP }, 200, 401],
    ["POST", "/mcp", { body: { ...LIST, method: "no/such" }, headers: MCP }, 200, 401],
    ["POST", "/mcp", { body: [LIST], headers: MCP }, 400, 401],
    ["POST", "/mcp", { raw: "{", headers: { ...MCP, "Content-Type": "application/json" } }, 400, 401],
    ["POST", "/mcp", { body: LIST, headers: { ...MCP, Origin: "https://evil.example" } }, 403, 403],
    ["GET", "/mcp", { headers: PAGE }, 405, 401],
    ["DELETE", "/mcp", {}, 405, 401],
    ["OPTIONS", "/mcp", {}, 204, 204],
    ["GET", "/mcp/", { headers: PAGE }, 404, 404],
    ["POST", "/v1/keys", { body: {} }, 401, 401],
    ["GET", "/v1/me", {}, 401, 401],
  ];

function captureLogs(): () => string {
  const spies = (["debug", "log", "info", "warn", "error"] as const).map((level) =>
    vi.spyOn(console, level).mockImplementation(() => undefined),
  );
  return () => JSON.stringify(spies.map(({ mock }) => mock.calls));
}

test.for(REQUESTS)(
  "%s %s with ?api_key= is answered, and repeats nothing",
  async ([method, path, options, good, shut]) => {
    const world = await newWorld();
    const make = async (isOpen: boolean): Promise<string> => {
      const body = { name: "Connector", scopes: ["mcp:read"], workspaces: [world.workspace], allow_query: isOpen };
      return createdSchema.parse((await call("POST", "/v1/keys", { key: world.key.secret, body })).body).secret;
    };
    const [openKey, shutKey] = [await make(true), await make(false)];
    const logged = captureLogs();
    for (const [secret, status] of [
      [openKey, good],
      [shutKey, shut],
      [openKey.slice(0, -1), shut],
    ] as const) {
      const answer = await call(method, `${path}?api_key=${secret}`, options);
      expect(answer.status).toBe(status);
      expect(answer.headers.get("Location")).toBeNull();
      expect(answer.headers.get("Cache-Control")).toBe("no-store");
      expect(answer.headers.get("Referrer-Policy")).toMatch(/^(?:no-referrer|strict-origin)$/);
      const told = `${[...answer.headers].join("\n")}\n${answer.text}\n${logged()}`;
      expect(told).not.toContain(secret.slice("lk_test_".length, -2));
    }
  },
);
