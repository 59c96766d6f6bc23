/** A bash that runs lines as somebody pastes them, in a home of its own, and ends with everything it started. */
import { spawn } from "node:child_process";

export type Lines = {
  readonly lines: readonly string[];
  /** What is typed where a line waits for it. */
  readonly typed: string;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** How long somebody waits before giving up. */
  readonly timeoutMs: number;
};

const GAVE_UP = "\n(still running when we stopped waiting)\n";

/** All that was printed, output and errors as they came. Never rejects for what a line did. */
export async function runLines({ lines, typed, env, cwd, timeoutMs }: Lines): Promise<string> {
  return new Promise((settle) => {
    // Without --norc bash reads its settings, for it takes the socket that Node makes its input for a remote shell's.
    const script = ["exec 2>&1", ...lines].join("\n");
    // A group of its own: clients start servers of their own, and leave them behind.
    const child = spawn("/bin/bash", ["--norc", "-c", script], { env, cwd, detached: true, stdio: "pipe" });
    let said = "";
    const timer = setTimeout(() => {
      said += GAVE_UP;
      killGroup(child.pid);
    }, timeoutMs);
    child.stdout.on("data", (chunk: Buffer) => void (said += chunk.toString()));
    child.stdin.on("error", () => {});
    child.stdin.end(`${typed}\n`);
    child.on("exit", () => {
      clearTimeout(timer);
      killGroup(child.pid);
      settle(said);
    });
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It is gone with everything it started.
  }
}
