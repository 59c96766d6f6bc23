/**
 * What the table says, copied and run: with a real key against the real server, it lists the tools. Claude Desktop's
 * entry is how all tests start mcp-remote (`scripts/clients/libraries/mcp-remote.ts`).
 */
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { McpClientId } from "#shared/mcp-clients.ts";
import type { Block, ConnectInput } from "#shared/mcp-clients/connection.ts";
import { filesOf, plainly, VARIABLE } from "./client-cases.ts";
import { paste } from "./pasting-bash.ts";
import { createKey, type MadeKey, startServer, type TestServer } from "./server.ts";

const FORMS = ["inline", "env"] as const;

let server: TestServer;
let key: MadeKey;
let folder = "";
beforeAll(async () => {
  server = await startServer();
  key = await createKey(server, { scopes: ["mcp:read"], allow_query: true });
  folder = await mkdtemp(join(tmpdir(), "latchkey-connect-"));
  await symlink(join(process.cwd(), "node_modules"), join(folder, "node_modules"));
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

function blocksFor(id: McpClientId, changes: Partial<ConnectInput>): readonly Block[] {
  return plainly(id, { url: `${server.url}/mcp`, key: key.secret, ...changes });
}

function commandsOf(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => (block.kind === "command" ? [block.text] : []));
}

/** Runs lines in one bash, with the key to paste where they ask for it. */
async function bash(lines: readonly string[]): Promise<string> {
  const { stdout } = await paste(lines, { typed: key.secret, cwd: folder, env: { ...process.env, [VARIABLE]: "" } });
  return stdout;
}

test.each(FORMS)("curl lists the tools, with its key %s", async (secret) => {
  expect(await bash(commandsOf(blocksFor("curl", { secret })))).toContain('"name":"list_workspaces"');
});

test("what PowerShell is to pipe into curl is a message that the server takes, line end included", async () => {
  const [line = ""] = commandsOf(blocksFor("curl", { shell: "powershell" }));
  const [body = "", request = ""] = line.split(" | curl.exe ");
  const answer = await bash([`printf '%s\\r\\n' ${body} | curl ${request}`]);
  expect(answer).toContain('"name":"list_workspaces"');
});

test.each(FORMS)("the program in TypeScript lists the tools, with its key %s", async (secret) => {
  const blocks = blocksFor("typescript", { secret });
  for (const block of blocks) if (block.kind === "file") await writeFile(join(folder, block.path ?? ""), block.text);
  // The SDK is installed already.
  const lines = commandsOf(blocks).filter((line) => !line.startsWith("npm install"));
  expect(await bash(lines)).toContain("'list_workspaces'");
});

test("the node for n8n names a tool that is there, and the address for REST answers", async () => {
  const values = blocksFor("n8n", {}).flatMap((block) =>
    block.kind === "steps" ? block.items.map(({ value }) => value ?? "") : [],
  );
  const rest = values.find((value) => value.endsWith("/v1/me")) ?? "";
  const authorization = values.find((value) => value === `Bearer ${key.secret}`) ?? "";
  const answer = await fetch(rest, { headers: { Authorization: authorization } });
  expect(answer.status).toBe(200);
  const node = JSON.stringify(filesOf(blocksFor("n8n", {}))[0]?.json);
  expect(node).toContain('"value":"list_workspaces"');
});

test("the address for connectors works with the key in it", async () => {
  // A connector is offered for public addresses alone: what is tried is its query, here.
  const offered = plainly("chatgpt", { url: "https://keys.example.com/mcp", key: key.secret, allowsQuery: true });
  const address = offered
    .flatMap((block) => (block.kind === "steps" ? block.items : []))
    .find(({ value }) => value?.includes("api_key=") === true)?.value;
  const answer = await fetch(`${server.url}/mcp${new URL(address ?? "").search}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: '{"jsonrpc":"2.0","id":1,"method":"tools/list"}',
  });
  expect(await answer.text()).toContain('"name":"list_workspaces"');
});
