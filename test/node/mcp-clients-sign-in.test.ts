/** Clients that are given the address alone and have their person sign in: where that is offered, and word for word how. */
import { describe, expect, test } from "vitest";
import { MCP_CLIENTS, mcpClient, type McpClientId } from "#shared/mcp-clients.ts";
import type { Block } from "#shared/mcp-clients/connection.ts";
import { canSignIn, formsOf } from "#shared/mcp-clients/forms.ts";
import { filesOf, linksOf, plainly } from "./client-cases.ts";

const url = "https://keys.example.com/mcp";
const LOCAL = "http://localhost:8787/mcp";

function signingIn(id: McpClientId, address = url): readonly Block[] {
  return plainly(id, { url: address, secret: "sign-in" });
}

function stepsOf(blocks: readonly Block[]): (readonly [label: string, value: string | null])[] {
  return blocks.flatMap((block) =>
    block.kind === "steps" ? block.items.map(({ label, value }) => [label, value] as const) : [],
  );
}

/** The JSON of its first file. */
function jsonOf(id: McpClientId): unknown {
  return filesOf(signingIn(id))[0]?.json;
}

test("only for the chat apps whose vendors know no other good way it is the first form", () => {
  const first = MCP_CLIENTS.filter((client) => formsOf(client)[0] === "sign-in").map(({ id }) => id);
  expect(first).toEqual(["claude-desktop", "claude-ai", "chatgpt"]);
});

test("a client of the cloud can sign in where it reaches the server, one on this machine there too", () => {
  const places = [url, LOCAL, "http://10.0.0.7/mcp"];
  const placesOf = (id: McpClientId): string[] => places.filter((place) => canSignIn(mcpClient(id), place));
  expect(placesOf("chatgpt")).toEqual([url]);
  expect(placesOf("claude-code")).toEqual([url, LOCAL]);
  expect(placesOf("cline")).toEqual([]);
});

describe("files", () => {
  test("have the address, and nothing where the key would be", () => {
    expect(jsonOf("opencode")).toEqual({ mcp: { latchkey: { type: "remote", url } } });
    expect(jsonOf("cursor")).toEqual({ mcpServers: { latchkey: { url } } });
    expect(jsonOf("windsurf")).toEqual({ mcpServers: { latchkey: { serverUrl: url } } });
    expect(jsonOf("zed")).toEqual({ context_servers: { latchkey: { url } } });
    expect(jsonOf("vscode")).toEqual({ servers: { latchkey: { type: "http", url } } });
    expect(jsonOf("n8n")).toMatchObject({
      nodes: [{ parameters: { endpointUrl: url, authentication: "mcpOAuth2Api" } }],
    });
    const goose = signingIn("goose").flatMap((block) => (block.kind === "file" ? [block.text] : []));
    expect(goose).toEqual([
      [
        "extensions:",
        '  "latchkey":',
        "    type: streamable_http",
        '    name: "latchkey"',
        `    uri: "${url}"`,
        "    enabled: true",
        "    timeout: 300",
        "",
      ].join("\n"),
    ]);
  });

  test("of Claude Desktop start mcp-remote where its connectors cannot reach the server", () => {
    const [file] = filesOf(signingIn("claude-desktop", LOCAL));
    expect(file?.json).toEqual({
      mcpServers: { latchkey: { command: "npx", args: ["-y", expect.stringMatching(/^mcp-remote@\d/), LOCAL] } },
    });
    expect(filesOf(signingIn("claude-desktop"))).toEqual([]);
  });
});

describe("links", () => {
  test("of VS Code ask for nothing", () => {
    const links = linksOf(signingIn("vscode")).map((href) => decodeURIComponent(href.slice(href.indexOf("?") + 1)));
    const entry = JSON.stringify({ name: "latchkey", type: "http", url });
    expect(links).toEqual([entry, entry]);
  });

  test("of Cursor, Goose and Raycast have no header", () => {
    const [cursor = "", goose = "", raycast = ""] = (["cursor", "goose", "raycast"] as const).flatMap((id) =>
      linksOf(signingIn(id)),
    );
    expect(JSON.parse(atob(new URL(cursor).searchParams.get("config") ?? ""))).toEqual({ url });
    expect(Object.fromEntries(new URL(goose).searchParams)).toEqual({
      type: "streamable_http",
      url,
      id: "latchkey",
      name: "latchkey",
      description: "MCP server latchkey",
      timeout: "300",
    });
    const config: unknown = JSON.parse(decodeURIComponent(raycast.replace("raycast://mcp/install?", "")));
    expect(config).toEqual({ name: "latchkey", type: "http", url });
  });

  test("of Claude has the address alone", () => {
    const claude = new URL(linksOf(signingIn("claude-ai"))[0] ?? "");
    expect(claude.origin + claude.pathname).toBe("https://claude.ai/customize/connectors");
    expect(Object.fromEntries(claude.searchParams)).toEqual({
      modal: "add-custom-connector",
      connectorName: "latchkey",
      connectorUrl: url,
    });
  });
});

describe("steps", () => {
  test("of ChatGPT choose OAuth", () => {
    expect(stepsOf(signingIn("chatgpt"))).toEqual([
      ["Open Settings > Apps > Advanced, and switch on", "Developer mode"],
      ["Choose Create", null],
      ["Name", "latchkey"],
      ["MCP server URL", url],
      ["Authentication", "OAuth"],
      ["Choose Create, and sign in", null],
    ]);
  });

  test("of Claude add a connector, in the app and on the web", () => {
    const rest = [
      ["Name", "latchkey"],
      ["Remote MCP server URL", url],
      ["Choose Add, then Connect, and sign in", null],
    ];
    const start = "Connectors > Add custom connector";
    expect(stepsOf(signingIn("claude-ai"))).toEqual([[`Open Customize > ${start}`, null], ...rest]);
    expect(stepsOf(signingIn("claude-desktop"))).toEqual([[`Open Settings > ${start}`, null], ...rest]);
  });

  test("of Gemini CLI are entered in it", () => {
    expect(stepsOf(signingIn("gemini-cli"))).toEqual([
      ["In Gemini CLI, enter this, and sign in with your browser", "/mcp auth latchkey"],
    ]);
  });
});

test("a key that is there is not looked at, and none is needed", () => {
  for (const { id, signsIn } of MCP_CLIENTS) {
    if (signsIn === null) continue;
    expect(plainly(id, { secret: "sign-in", key: null, allowsQuery: true })).toEqual(signingIn(id));
    expect(signingIn(id).length).toBeGreaterThan(0);
  }
});
