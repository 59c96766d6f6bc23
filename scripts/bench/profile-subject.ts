/** `npm run bench -- --profile b`: where one subject's JavaScript spends its time, by the functions of its bundle. */
import { freePort } from "../local/port.ts";
import { requestText } from "./http-request.ts";
import { startLoadGenerator } from "./load.ts";
import { readPlatform } from "./platform.ts";
import { profile } from "./profile.ts";
import { chooseSubjects } from "./stage.ts";
import { startWorld } from "./worlds.ts";

const LINES = 45;
const WARM_UP_MS = 1500;
const LOAD_MS = 4000;
const CONCURRENCY = 8;

/** Prints the costliest functions; line numbers are those of the bundle, which is not minified for this. */
export async function profileSubject(id: string): Promise<void> {
  const subject = chooseSubjects([id]).find((chosen) => chosen.id === id);
  if (subject === undefined) throw new Error(`--profile takes one subject's whole id, not ${id}`);
  const inspectorPort = await freePort();
  const world = await startWorld(readPlatform(), subject.world, { minify: false, inspectorPort });
  const generator = startLoadGenerator();
  const load = {
    host: world.url.hostname,
    port: Number(world.url.port),
    requests: subject.requests(world.secrets).map(requestText),
    from: 0,
    status: String(subject.status),
    concurrency: CONCURRENCY,
  };
  try {
    await generator.run({ ...load, durationMs: WARM_UP_MS });
    const lines = await profile(inspectorPort, () => generator.run({ ...load, durationMs: LOAD_MS }));
    console.log(`self %  with callees %  function:line of .wrangler/bench/${subject.world}/out/`);
    for (const { name, selfShare, totalShare } of lines.slice(0, LINES)) {
      console.log(`${percent(selfShare)}  ${percent(totalShare).padStart(14)}  ${name}`);
    }
  } finally {
    generator.stop();
    await world.stop();
  }
}

function percent(share: number): string {
  return (share * 100).toFixed(1).padStart(6);
}
