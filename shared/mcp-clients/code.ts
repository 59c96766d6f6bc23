/** A first request from a terminal or a program. Programs read the key from the environment, whatever the form. Pure. */
import { type Block, command, type Connection, type FileSecret, historyNote, type Shell } from "./connection.ts";
import { expandedBearer, literal, quoted } from "./quoting.ts";
import { setInTerminal } from "./variable.ts";

const LIST_TOOLS = '{"jsonrpc":"2.0","id":1,"method":"tools/list"}';

/** In PowerShell the body comes by a pipe, for an argument loses its quotes, and `curl` alone is something else. */
export function curl(connection: Connection<FileSecret>): Block[] {
  const { url, shell, secret, envVar } = connection;
  const authorization =
    secret.form === "env" ? expandedBearer(envVar, shell) : quoted(`Authorization: Bearer ${secret.key}`);
  const request = [
    `-sS ${quoted(url)} -H ${authorization}`,
    `-H ${quoted("Content-Type: application/json")}`,
    `-H ${quoted("Accept: application/json, text/event-stream")}`,
  ].join(" ");
  const body = literal(LIST_TOOLS, shell);
  const text = shell === "bash" ? `curl ${request} -d ${body}` : `${body} | curl.exe ${request} --data-binary "@-"`;
  const list = command("List the tools", shell, text);
  return secret.form === "env" ? [...setInTerminal(connection), list] : [list, historyNote()];
}

export function typescript(connection: Connection<FileSecret>): Block[] {
  const { name, url, shell, envVar } = connection;
  const text = `import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";

const transport = new StreamableHTTPClientTransport(new URL("${url}"), {
  requestInit: { headers: { Authorization: \`Bearer \${process.env.${envVar}}\` } },
});
const client = new Client({ name: "${name}-client", version: "1.0.0" }, { versionNegotiation: { mode: "auto" } });
await client.connect(transport);
const { tools } = await client.listTools();
console.log(tools.map((tool) => tool.name));
await client.close();
`;
  return [
    // In quotes, for PowerShell has a meaning for `@`.
    command("Install the SDK", shell, 'npm install "@modelcontextprotocol/client"'),
    { kind: "file", path: "first-request.mjs", language: "js", text, note: "Node.js 20 or newer." },
    ...run(connection, "node first-request.mjs"),
  ];
}

/** For the SDK's second line, whose HTTP client is httpx2. */
export function python(connection: Connection<FileSecret>): Block[] {
  const { url, shell, envVar } = connection;
  const text = `import asyncio
import os

import httpx2
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client


async def main() -> None:
    headers = {"Authorization": f"Bearer {os.environ['${envVar}']}"}
    async with httpx2.AsyncClient(headers=headers, timeout=30) as http:
        async with Client(streamable_http_client("${url}", http_client=http)) as client:
            tools = await client.list_tools()
            print([tool.name for tool in tools.tools])


asyncio.run(main())
`;
  const program = shell === "bash" ? "python3" : "python";
  return [
    command("Install the SDK", shell, `${program} -m pip install "mcp~=2.3"`),
    { kind: "file", path: "first_request.py", language: "python", text, note: "Python 3.10 or newer." },
    ...run(connection, `${program} first_request.py`),
  ];
}

function run(connection: Connection<FileSecret>, program: string): Block[] {
  const { shell, secret, envVar } = connection;
  if (secret.form === "env") return [...setInTerminal(connection), command("Run it", shell, program)];
  const text = `${assigned(envVar, secret.key, shell)} ${program}`;
  return [command("Run it", shell, text), historyNote()];
}

/** In bash for this command alone, in PowerShell for the terminal, which knows no other way. */
function assigned(variable: string, key: string, shell: Shell): string {
  return shell === "bash" ? `${variable}=${quoted(key)}` : `$env:${variable} = ${quoted(key)};`;
}
