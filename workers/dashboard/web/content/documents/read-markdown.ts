/** Asks the worker for the tokens of a Markdown text: one text at a time, and none for longer than a moment. */
import type { Token } from "marked";

/** A document of 512 KB of plain paragraphs takes 0.4 s. */
const TIMEOUT_MS = 3000;

let worker: Worker | null = null;
let queue: Promise<unknown> = Promise.resolve();

/** The tokens; `null` for a text that takes too long or nests too deep, which is then shown as it is. */
export async function readMarkdown(text: string, signal: AbortSignal): Promise<readonly Token[] | null> {
  const turn = queue.then(() => (signal.aborted ? null : ask(text)));
  queue = turn;
  return turn;
}

async function ask(text: string): Promise<readonly Token[] | null> {
  worker ??= new Worker(new URL("./markdown-worker.ts", import.meta.url), { type: "module" });
  const asked = worker;
  const { promise, resolve } = Promise.withResolvers<readonly Token[] | null>();
  const timer = setTimeout(() => resolve(null), TIMEOUT_MS);
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- one answer at a time: the next one's replaces it
  asked.onmessage = ({ data }: MessageEvent<readonly Token[] | null>) => resolve(data);
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- as above
  asked.onerror = () => resolve(null);
  asked.postMessage(text, []);
  const tokens = await promise;
  clearTimeout(timer);
  if (tokens === null) {
    asked.terminate();
    worker = null;
  }
  return tokens;
}
