/** One client through all scenarios, one after the other, each in a home of its own. */
import { appendFile, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Driver, Seen } from "./attempt.ts";
import { CLIENTS_FOLDER, freshHome } from "./home.ts";
import { installClient, versionOf } from "./install.ts";
import { judge, type Judged } from "./judge.ts";
import { masked } from "./masking.ts";
import type { ClientResult } from "./result.ts";
import { type Scenario, SCENARIOS } from "./scenarios.ts";
import type { World } from "./world.ts";

/** Larger files are caches and databases, and nobody's to read. */
const LOG_BYTES_MAX = 4 * 1024 * 1024;

type Told = (line: string) => void;

/** Installs and drives it; tells each outcome. Throws when it cannot be installed. */
export async function driveClient(driver: Driver, world: World, tell: Told): Promise<ClientResult> {
  const folder = await installClient(driver);
  const judged: Record<string, Judged> = {};
  const wanted = new Set<string>();
  for (const scenario of SCENARIOS) {
    if (scenario.needsVariable && !driver.takesVariable) continue;
    const home = await freshHome(`${driver.id}-${scenario.id}`);
    const seen = await driver.attempt({ ...(await scenario.prepare(world)), url: world.url, home, folder });
    const outcome = await judgeSeen(scenario, seen, home);
    judged[scenario.id] = outcome;
    for (const host of seen.wanted ?? []) wanted.add(host);
    tell(`${driver.label}, ${scenario.label}: ${outcome.verdict}${outcome.words === "" ? "" : `: ${outcome.words}`}`);
  }
  const { label, connectedBy } = driver;
  return { label, version: versionOf(driver), connectedBy, judged, wanted: [...wanted].toSorted() };
}

async function judgeSeen(scenario: Scenario, seen: Seen, home: string): Promise<Judged> {
  const clean = (text: string): string => masked(text, home);
  const kept = { ...seen, answers: seen.answers.map(clean), shown: clean(seen.shown) };
  await keep(home, kept);
  return judge(scenario, kept, (await textsIn(home)).map(clean));
}

/** The whole of it, for whoever wants to know more than the page says. */
async function keep(home: string, { tools, answers, shown }: Seen): Promise<void> {
  const folder = join(CLIENTS_FOLDER, "seen");
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${home.split("/").at(-1) ?? ""}.txt`);
  await writeFile(path, `tools: ${tools.join(", ")}\n`);
  for (const answer of answers) await appendFile(path, `\n--- answer\n${answer}\n`);
  await appendFile(path, `\n--- shown\n${shown}\n`);
}

/** The texts of the files under a folder. */
async function textsIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = paths.map(async (path) => ((await stat(path)).size > LOG_BYTES_MAX ? "" : readFile(path, "utf8")));
  return Promise.all(texts);
}
