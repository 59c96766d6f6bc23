/** The formats of single clients, word for word as each reads them. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { FORMATS_CHECKED_ON, MCP_CLIENTS, type McpClientId, suggestedKeyName } from "#shared/mcp-clients.ts";
import { connect } from "#shared/mcp-clients/connect.ts";
import { formsOf } from "#shared/mcp-clients/forms.ts";
import { ENV_VAR, SERVER_NAME_DEFAULT, serverName } from "#shared/mcp-clients/server-name.ts";
import { filesOf, KEY, linksOf, plainly } from "./client-cases.ts";

const url = "https://keys.example.com/mcp";
const headers = { Authorization: `Bearer ${KEY}` };
const readsVariable = (reference: string): unknown => ({ Authorization: `Bearer ${reference}` });

function jsonOf(id: McpClientId, secret: "inline" | "env" | "sign-in"): unknown {
  return filesOf(plainly(id, { secret }))[0]?.json;
}

function textOf(id: McpClientId): string | undefined {
  return plainly(id).flatMap((block) => (block.kind === "file" ? [block.text] : []))[0];
}

function desktop(address: string, shell: "bash" | "powershell"): unknown {
  return filesOf(plainly("claude-desktop", { url: address, shell }))[0];
}

describe("files", () => {
  test("that read a variable spell it as their client does", () => {
    expect(jsonOf("cursor", "env")).toEqual({
      mcpServers: { latchkey: { url, headers: readsVariable(`\${env:${ENV_VAR}}`) } },
    });
    expect(jsonOf("windsurf", "env")).toEqual({
      mcpServers: { latchkey: { serverUrl: url, headers: readsVariable(`\${env:${ENV_VAR}}`) } },
    });
    expect(jsonOf("kiro", "env")).toEqual({
      mcpServers: { latchkey: { url, headers: readsVariable(`\${${ENV_VAR}}`) } },
    });
    expect(jsonOf("opencode", "env")).toEqual({
      mcp: { latchkey: { type: "remote", url, oauth: false, headers: readsVariable(`{env:${ENV_VAR}}`) } },
    });
  });

  test("with the key have their client's words for the rest", () => {
    expect(jsonOf("opencode", "inline")).toEqual({ mcp: { latchkey: { type: "remote", url, oauth: false, headers } } });
    expect(jsonOf("cline", "inline")).toEqual({ mcpServers: { latchkey: { type: "streamableHttp", url, headers } } });
    expect(jsonOf("zed", "inline")).toEqual({ context_servers: { latchkey: { url, headers } } });
    expect(jsonOf("kilo-code", "inline")).toEqual({
      mcp: { latchkey: { type: "remote", url, headers, enabled: true } },
    });
    expect(jsonOf("warp", "inline")).toEqual({ mcpServers: { latchkey: { url, headers } } });
    expect(jsonOf("jetbrains", "inline")).toEqual({ mcpServers: { latchkey: { type: "http", url, headers } } });
  });

  test("that are not JSON", () => {
    expect(textOf("codex")).toBe(
      `[mcp_servers.latchkey]\nurl = "${url}"\nhttp_headers = { Authorization = "Bearer ${KEY}" }\n`,
    );
    expect(textOf("goose")).toBe(
      [
        "extensions:",
        '  "latchkey":',
        "    type: streamable_http",
        '    name: "latchkey"',
        `    uri: "${url}"`,
        "    headers:",
        `      Authorization: "Bearer ${KEY}"`,
        "    enabled: true",
        "    timeout: 300",
        "",
      ].join("\n"),
    );
  });

  test("of VS Code ask for the key, and may be committed", () => {
    expect(filesOf(plainly("vscode"))[0]).toEqual({
      path: ".vscode/mcp.json",
      json: {
        inputs: [{ type: "promptString", id: "latchkey-key", description: "API key for latchkey", password: true }],
        servers: { latchkey: { type: "http", url, headers: { Authorization: "Bearer ${input:latchkey-key}" } } },
      },
    });
  });

  test("of Claude Desktop start the mcp-remote that tests run, by cmd on Windows, allowing http where they must", () => {
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(readFileSync("node_modules/mcp-remote/package.json", "utf8")));
    const run = ["-y", `mcp-remote@${version}`];
    const header = ["--header", "Authorization:${AUTH_HEADER}"];
    const env = { AUTH_HEADER: `Bearer ${KEY}` };
    expect(desktop(url, "bash")).toEqual({
      path: "~/Library/Application Support/Claude/claude_desktop_config.json",
      json: { mcpServers: { latchkey: { command: "npx", args: [...run, url, ...header], env } } },
    });
    const open = "http://10.0.0.7/mcp";
    const args = ["/c", "npx", ...run, open, "--allow-http", ...header];
    expect(desktop(open, "powershell")).toEqual({
      path: String.raw`%APPDATA%\Claude\claude_desktop_config.json`,
      json: { mcpServers: { latchkey: { command: "cmd", args, env } } },
    });
    expect(JSON.stringify(desktop("http://localhost:8787/mcp", "bash"))).not.toContain("--allow-http");
  });
});

describe("links", () => {
  test("of Goose, whose header ends at a second =", () => {
    const goose = new URL(linksOf(plainly("goose"))[0] ?? "").searchParams;
    expect(Object.fromEntries(goose)).toEqual({
      type: "streamable_http",
      url,
      id: "latchkey",
      name: "latchkey",
      description: "MCP server latchkey",
      timeout: "300",
      header: `Authorization=Bearer ${KEY}`,
    });
    expect(goose.get("header")?.split("=")).toEqual(["Authorization", `Bearer ${KEY}`]);
  });

  test("of Raycast", () => {
    const [raycast = ""] = linksOf(plainly("raycast"));
    const config: unknown = JSON.parse(decodeURIComponent(raycast.replace("raycast://mcp/install?", "")));
    expect(config).toEqual({ name: "latchkey", type: "http", url, headers });
  });

  test("of Kiro, which names a variable or is not there", () => {
    const kiro = new URL(linksOf(plainly("kiro", { secret: "env" }))[0] ?? "");
    expect(kiro.origin + kiro.pathname).toBe("https://kiro.dev/launch/mcp/add");
    expect(kiro.searchParams.get("name")).toBe("latchkey");
    const config: unknown = JSON.parse(kiro.searchParams.get("config") ?? "");
    expect(config).toEqual({ url, headers: readsVariable(`\${${ENV_VAR}}`) });
    expect(linksOf(plainly("kiro"))).toEqual([]);
  });

  test("of Claude, which has the address alone", () => {
    const claude = new URL(linksOf(plainly("claude-ai"))[0] ?? "");
    expect(Object.fromEntries(claude.searchParams)).toEqual({
      modal: "add-custom-connector",
      connectorName: "latchkey",
      connectorUrl: url,
    });
  });
});

const warns = (address: string): boolean => plainly("curl", { url: address }).some(({ kind }) => kind === "warning");
const reaches = (host: string): boolean => plainly("claude-ai", { url: `https://${host}/mcp` }).length > 0;

test("an address that can be read on the way is warned of, and this machine's is not", () => {
  const readable = ["http://10.0.0.7/mcp", "http://keys.example.com/mcp", "http://localhost.example.com/mcp"];
  const safe = ["http://localhost:1/mcp", "http://127.0.0.1/mcp", "http://[::1]/mcp", url];
  expect([...readable, ...safe].filter(warns)).toEqual(readable);
});

test("what a vendor's servers cannot reach is not offered to them", () => {
  const machine = ["localhost", "127.0.0.1", "10.1.2.3", "192.168.0.2", "172.20.0.1", "[::1]", "[fd00::1]"];
  const network = ["intranet", "nas.local"];
  const internet = ["keys.example.com", "172.32.0.1", "10.example.com", "localhost.example.com"];
  expect([...machine, ...network, ...internet].filter(reaches)).toEqual(internet);
});

function verified(id: McpClientId, shell: "bash" | "powershell", secret: "inline" | "sign-in" = "inline"): unknown {
  const input = { name: "latchkey", url, key: KEY, envVar: ENV_VAR, allowsQuery: false } as const;
  const answer = connect(id, { ...input, shell, secret });
  return answer.kind === "ready" ? answer.verified : answer.reason;
}

test("what is known of signing in is said of signing in alone", () => {
  expect([verified("goose", "bash", "sign-in"), verified("copilot-cli", "bash", "sign-in")]).toEqual(["docs", "docs"]);
  expect([verified("codex", "bash", "sign-in"), verified("codex", "powershell", "sign-in")]).toEqual(["run", "docs"]);
});

test("a command is called run only where it was, which is not in PowerShell", () => {
  expect([verified("claude-code", "bash"), verified("claude-code", "powershell")]).toEqual(["run", "docs"]);
  expect([verified("opencode", "powershell"), verified("zed", "bash")]).toEqual(["run", "docs"]);
  expect(FORMATS_CHECKED_ON).toMatch(/^\d{4}-\d\d-\d\d$/);
});

test("a key is named after its client, and a server after its brand", () => {
  expect(suggestedKeyName("claude-code")).toBe("Claude Code");
  expect(new Set(MCP_CLIENTS.map(({ label }) => label)).size).toBe(MCP_CLIENTS.length);
  expect(["Latchkey", "Ça & Là™ Événements", "  ", "漢字", "-9-", "x".repeat(40)].map(serverName)).toEqual([
    "latchkey",
    "ca-latm-evenements",
    SERVER_NAME_DEFAULT,
    SERVER_NAME_DEFAULT,
    "9",
    "x".repeat(32),
  ]);
});

test("docs/connect.md has every client as the table has it, and the day of the check", () => {
  const page = readFileSync("docs/connect.md", "utf8");
  const row = /^\| ([^|]+?) +\| ([^|]+?) +\| (run|source|docs) +\| (run|source|docs|–) +\|/gm;
  const rows = [...page.matchAll(row)].map((found) => found.slice(1));
  expect(rows).toEqual(
    MCP_CLIENTS.map((client) => {
      return [client.label, formsOf(client).join(", "), client.verified, client.signsIn ?? "–"];
    }),
  );
  expect(page).toContain(`Checked on ${FORMATS_CHECKED_ON}`);
});
