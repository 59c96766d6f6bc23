/** A bash that runs lines as somebody pastes them, and answers what they ask for. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";

export type Pasted = {
  /** What is typed where a line waits for it. */
  readonly typed: string;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
};

/** Runs lines one after the other in one bash; rejects when the last one fails. */
export async function paste(
  lines: readonly string[],
  { typed, ...options }: Pasted,
): Promise<{ stdout: string; stderr: string }> {
  // Without --norc bash reads its settings, for it takes the socket that Node makes its input for a remote shell's.
  const running = promisify(execFile)("/bin/bash", ["--norc", "-c", lines.join("\n")], options);
  // Lines that ask for nothing may end before they could be told.
  running.child.stdin?.on("error", () => {});
  running.child.stdin?.end(`${typed}\n`);
  return await running;
}
