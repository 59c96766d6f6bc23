/** Drives a client that a program holds: connect, list, call, and what each of them threw. */
import { inspect } from "node:util";
import type { Attempt, Driver, Seen } from "./attempt.ts";
import type { Session, ToolResult } from "./session.ts";

const TIMEOUT_MS = 60_000;

export type Library = Omit<Driver, "attempt" | "takesVariable"> & {
  /** Connects; `say` hears what the client prints meanwhile. Rejects when it does not get in. */
  readonly open: (attempt: Attempt, say: (text: string) => void) => Promise<Session>;
};

/** A driver for it. Programs read variables by themselves, so none is named in settings. */
export function libraryDriver({ open, ...library }: Library): Driver {
  return { ...library, takesVariable: false, attempt: async (attempt) => drive(attempt, open) };
}

async function drive(attempt: Attempt, open: Library["open"]): Promise<Seen> {
  let shown = "";
  const say = (text: string): void => void (shown += text);
  let session: Session;
  let tools: string[];
  try {
    session = await inTime(open(attempt, say));
    tools = await inTime(session.tools());
  } catch (thrown) {
    return { tools: [], answers: [], shown: `${shown}${messageOf(thrown)}\n` };
  }
  const answers: string[] = [];
  for (const { tool, args, before } of attempt.calls) {
    await before?.();
    answers.push(await inTime(session.call(tool, args)).then(textOf, messageOf));
  }
  await session.close().catch((thrown: unknown) => say(messageOf(thrown)));
  return { tools, answers, shown };
}

function textOf({ content }: ToolResult): string {
  return content.map(({ text }) => text).join("\n");
}

/** What a program that prints the error prints, but for the stack; of a program that ended badly, its own words. */
function messageOf(thrown: unknown): string {
  if (thrown instanceof Error && "stderr" in thrown && typeof thrown.stderr === "string" && thrown.stderr !== "")
    return thrown.stderr;
  return inspect(thrown, { breakLength: Infinity }).replaceAll(/\n\s+at [^\n]*/g, "");
}

async function inTime<Value>(promise: Promise<Value>): Promise<Value> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new Error("no answer when we stopped waiting"));
  }, TIMEOUT_MS);
  return Promise.race([promise, late]).finally(() => {
    clearTimeout(timer);
  });
}
