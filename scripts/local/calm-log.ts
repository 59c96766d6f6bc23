/** wrangler's output a line at a time, without what would only worry a reader. */
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { stripVTControlCharacters } from "node:util";

/** The notice that crons do not run by themselves, which `dev-server.ts` makes untrue: these lines belong to it. */
const NEEDLESS = [
  /Scheduled Workers are not automatically triggered/,
  /To manually trigger a scheduled event/,
  /curl "http.*\/cdn-cgi\/local\/scheduled/,
  /developers\.cloudflare\.com\/workers\/configuration\/cron-triggers/,
];

/** Calls `onLine` with each line worth reading, as plain text. */
export function calmLog(stream: Readable, onLine: (line: string) => void): void {
  createInterface({ input: stream }).on("line", (coloured) => {
    const line = stripVTControlCharacters(coloured).trimEnd();
    if (line !== "" && !NEEDLESS.some((pattern) => pattern.test(line))) onLine(line);
  });
}
