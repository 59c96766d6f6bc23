/** What the connect helper says for a client, as a person would follow it in bash. */
import { appendFile, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { McpClientId } from "#shared/mcp-clients.ts";
import { connect } from "#shared/mcp-clients/connect.ts";
import type { Block } from "#shared/mcp-clients/connection.ts";
import { ENV_VAR, SERVER_NAME_DEFAULT } from "#shared/mcp-clients/server-name.ts";
import type { Credential } from "./attempt.ts";

/** Stands where a key was, before it is taken away: the helper makes nothing without one. */
const NO_KEY = "no-key";

/** The helper's answer for a client, in bash, to the letter; without a key it is the same without its header. */
export function helperBlocks(id: McpClientId, url: string, credential: Credential): readonly Block[] {
  const isVariable = credential.kind === "env" || credential.kind === "unset";
  const answer = connect(id, {
    name: SERVER_NAME_DEFAULT,
    url,
    key: "key" in credential ? credential.key : NO_KEY,
    envVar: ENV_VAR,
    shell: "bash",
    secret: isVariable ? "env" : "inline",
    allowsQuery: false,
  });
  if (answer.kind === "blocked") throw new Error(answer.text);
  return credential.kind === "none" ? answer.blocks.map(withoutHeader) : answer.blocks;
}

/** The commands to paste. Whoever forgets the variable leaves out the line that asks for it. */
export function commandsOf(blocks: readonly Block[], credential: Credential): string[] {
  const lines = blocks.flatMap((block) => (block.kind === "command" ? [block.text] : []));
  return credential.kind === "unset" ? lines.filter((line) => !line.startsWith("read ")) : lines;
}

/** Writes the files that belong into a home, each at the end of what is there. */
export async function writeFiles(blocks: readonly Block[], home: string): Promise<void> {
  for (const block of blocks) {
    if (block.kind !== "file" || block.path?.startsWith("~/") !== true) continue;
    const path = join(home, block.path.slice(2));
    await mkdir(dirname(path), { recursive: true });
    await appendFile(path, block.text);
  }
}

/** The header that has the key, as commands, TOML and JSON write it. */
const HEADERS = [
  / --header ("[^"]*"|'[^']*')/,
  /^http_headers = .*\n/m,
  /,\s*"headers": \{[^}]*\}/,
  / --bearer-token-env-var \S+/,
];

function withoutHeader(block: Block): Block {
  if (block.kind !== "command" && block.kind !== "file") return block;
  return { ...block, text: HEADERS.reduce((text, header) => text.replace(header, ""), block.text) };
}
