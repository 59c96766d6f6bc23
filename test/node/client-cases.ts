/** Every client in every form and shell, for servers whose names and addresses are as odd as they may be. */
import { MCP_CLIENTS, type McpClient } from "#shared/mcp-clients.ts";
import { type Connect, connect } from "#shared/mcp-clients/connect.ts";
import type { Block, ConnectInput } from "#shared/mcp-clients/connection.ts";

/** Has each character that a key may have, in the places where one could be taken for an option or an end. */
export const KEY = "lk_live_-A0bZ9z_-";
export const VARIABLE = "LATCHKEY_API_KEY";

/** Names and addresses, the plain one first. */
const SERVERS = [
  { name: "latchkey", url: "https://keys.example.com/mcp" },
  { name: "0", url: "https://xn--bcher-kva.example:8443/a-b/c_d/e~f.g/mcp" },
  { name: "a--9-z", url: "http://localhost:8787/mcp" },
  { name: "127-0-0-1", url: "http://[::1]:8787/mcp" },
  { name: "true", url: "http://10.0.0.7/mcp" },
] as const;

export type Case = {
  readonly client: McpClient;
  readonly input: ConnectInput;
  readonly answer: Connect;
  /** What a failure is called. */
  readonly title: string;
};

/** All of them: client × server × shell × form × whether the key may be in an address. */
export const CASES: readonly Case[] = MCP_CLIENTS.flatMap((client) =>
  SERVERS.flatMap((server) =>
    (["bash", "powershell"] as const).flatMap((shell) =>
      (["inline", "env", "sign-in"] as const).flatMap((secret) =>
        [true, false].map((allowsQuery) => {
          const input = { ...server, shell, secret, allowsQuery, key: KEY, envVar: VARIABLE };
          const title = [client.id, server.url, shell, secret, allowsQuery ? "by address" : ""].join(" ");
          return { client, input, answer: connect(client.id, input), title };
        }),
      ),
    ),
  ),
);

/** The blocks of an answer; none where it is blocked. */
export function blocksOf(answer: Connect): readonly Block[] {
  return answer.kind === "ready" ? answer.blocks : [];
}

/** How to connect a client to the plain server from bash, unless told otherwise. */
export function plainly(id: McpClient["id"], changes: Partial<ConnectInput> = {}): readonly Block[] {
  const plain = {
    ...SERVERS[0],
    key: KEY,
    envVar: VARIABLE,
    shell: "bash",
    secret: "inline",
    allowsQuery: false,
  } as const;
  return blocksOf(connect(id, { ...plain, ...changes }));
}

/** The texts of a block that somebody copies, opens or reads. */
export function textsOf(block: Block): string[] {
  if (block.kind === "link") return [block.href, block.label];
  if (block.kind === "steps") return block.items.flatMap(({ label, value }) => [label, value ?? ""]);
  if (block.kind === "command") return [block.label, block.text];
  return block.kind === "file" ? [block.path ?? "", block.text, block.note ?? ""] : [block.text];
}

/** The JSON files among blocks, parsed; throws where one is not JSON. */
export function filesOf(blocks: readonly Block[]): { path: string | null; json: unknown }[] {
  return blocks.flatMap((block) =>
    block.kind === "file" && block.language === "json" ? [{ path: block.path, json: JSON.parse(block.text) }] : [],
  );
}

/** Where the links among blocks go. */
export function linksOf(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => (block.kind === "link" ? [block.href] : []));
}

/** Whether the key is in a block: plain, percent-encoded or in base64. */
export function hasKey(block: Block): boolean {
  return textsOf(block).some((text) => {
    const decoded = block.kind === "link" ? decodeURIComponent(text) : text;
    const config = /[?&]config=([A-Za-z0-9+/=]+)$/.exec(decoded)?.[1] ?? "";
    return decoded.includes(KEY) || Buffer.from(config, "base64").toString().includes(KEY);
  });
}
