/** Puts the scale tables into `docs/scale.md`, between their marks: the prose around them is a person's. */
import { readFile, writeFile } from "node:fs/promises";
import { cpus, loadavg, totalmem } from "node:os";
import { runOrThrow } from "../local/run.ts";

const PAGE = "docs/scale.md";
const BEGIN = "<!-- scale: begin -->";
const END = "<!-- scale: end -->";
const GIB = 1024 ** 3;

/** Replaces what is between the marks; throws where they are not there. */
export async function writeScalePage(tables: string): Promise<void> {
  const page = await readFile(PAGE, "utf8");
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin === -1 || end < begin) throw new Error(`${PAGE} has lost its marks ${BEGIN} and ${END}`);
  await writeFile(PAGE, `${page.slice(0, begin + BEGIN.length)}\n\n${conditions()}\n\n${tables}\n\n${page.slice(end)}`);
  await runOrThrow("oxfmt", [PAGE]);
}

function conditions(): string {
  const processors = cpus();
  const [load = 0] = loadavg();
  return [
    `Measured on ${new Date().toISOString().slice(0, 10)} with real D1, KV and Durable Objects in one workerd:`,
    `${processors.length} × ${processors[0]?.model.trim() ?? "unknown CPU"}, ${Math.round(totalmem() / GIB)} GiB,`,
    `Node ${process.versions.node}, load average ${load.toFixed(1)} at the end.`,
  ].join(" ");
}
