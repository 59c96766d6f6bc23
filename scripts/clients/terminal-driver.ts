/**
 * Drives an agent of the terminal: follows the connect helper in a bash, starts the agent without anybody watching, and
 * lets a scripted model call the tools. What the model gets back is what a model gets.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type McpClientId, mcpClient } from "#shared/mcp-clients.ts";
import type { Attempt, Driver, Seen } from "./attempt.ts";
import { commandsOf, helperBlocks, writeFiles } from "./blocks.ts";
import { homeEnv } from "./home.ts";
import { type Model, startModel } from "./model/server.ts";
import { runLines } from "./shell.ts";
import { startWall } from "./wall.ts";

const TIMEOUT_MS = 120_000;

export type Terminal = {
  readonly id: McpClientId;
  readonly packages: Readonly<Record<string, string>>;
  readonly connectedBy: string;
  readonly takesVariable: boolean;
  /** What makes it use the scripted model and leave its vendor alone. */
  readonly env: (model: string, home: string) => Readonly<Record<string, string>>;
  /** Settings besides those of the helper, by their path in the home. */
  readonly settings?: Readonly<Record<string, object>>;
  /** The lines that start it, after those of the helper. Each has its input from nowhere. */
  readonly lines: (model: string) => readonly string[];
};

export function terminalDriver({ id, packages, connectedBy, takesVariable, ...terminal }: Terminal): Driver {
  return {
    id,
    label: mcpClient(id).label,
    packages,
    connectedBy,
    takesVariable,
    attempt: async (attempt) => {
      const { calls } = attempt;
      const model = await startModel({ calls, prepare: async (index) => calls[index]?.before?.() });
      try {
        return await drive(terminal, id, { attempt, model });
      } finally {
        await model.stop();
      }
    },
  };
}

async function drive(
  terminal: Pick<Terminal, "env" | "settings" | "lines">,
  id: McpClientId,
  { attempt, model }: { readonly attempt: Attempt; readonly model: Model },
): Promise<Seen> {
  const { url, credential, home, folder } = attempt;
  const blocks = helperBlocks(id, url, credential);
  const cwd = join(home, "project");
  await mkdir(cwd, { recursive: true });
  await writeFiles(blocks, home);
  for (const [path, value] of Object.entries(terminal.settings ?? {}))
    await writeFile(join(home, path), JSON.stringify(value));
  const wall = await startWall();
  try {
    const shown = await runLines({
      lines: [...commandsOf(blocks, credential), ...terminal.lines(model.url).map((line) => `${line} </dev/null`)],
      typed: "key" in credential ? credential.key : "",
      env: { ...homeEnv(home, folder), ...wall.env, ...terminal.env(model.url, home) },
      cwd,
      timeoutMs: TIMEOUT_MS,
    });
    const { tools, results } = model.heard();
    return { tools, answers: results, shown, wanted: wall.wanted() };
  } finally {
    await wall.stop();
  }
}
