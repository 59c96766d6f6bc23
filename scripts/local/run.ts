/** Runs a program of `node_modules/.bin` to its end and hands back what it said. */
import { spawn } from "node:child_process";

/** How a program ended, and its output in the order it came. */
export type Ran = { readonly code: number; readonly output: string };

/** Never rejects: a program that cannot be started ended with code 127. No stdin, so nothing can ask a question. */
export async function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> {
  return new Promise((settle) => {
    let output = "";
    const child = spawn(program, args, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env },
    });
    const hear = (chunk: Buffer): void => void (output += chunk.toString());
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.on("error", (error) => settle({ code: 127, output: error.message }));
    child.on("close", (code) => settle({ code: code ?? 1, output }));
  });
}

/** As {@link run}, but anything but success is thrown with what the program said. */
export async function runOrThrow(program: string, args: readonly string[]): Promise<string> {
  const { code, output } = await run(program, args);
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${code}:\n${output}`);
  return output;
}
