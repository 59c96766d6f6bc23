/** How throughput and waiting grow with the clients that ask at once, each with a key of its own. */
import { z } from "zod";
import { requestText } from "./http-request.ts";
import { startLoadGenerator } from "./load.ts";
import { table } from "./scale-table.ts";
import { type ScaleWorld, VIEWER, workspaceOf } from "./scale-world.ts";

const COUNTS = [1, 10, 100, 1000];
const KEYS = 100;

const mintedSchema = z.object({ secret: z.string() });

/** One table; loads of so many milliseconds. */
export async function scaleOfClients(world: ScaleWorld, durationMs: number): Promise<string> {
  const requests: string[] = [];
  for (let made = 0; made < KEYS; made += 1) {
    const { result } = await world.ask({ act: "mint", owner: VIEWER, workspaces: [workspaceOf(0)] });
    requests.push(requestText({ path: "/v1/me", bearer: mintedSchema.parse(result).secret }));
  }
  const generator = startLoadGenerator();
  const rows: number[][] = [];
  try {
    for (const concurrency of COUNTS) {
      const load = {
        host: world.url.hostname,
        port: Number(world.url.port),
        requests,
        from: 0,
        status: "200",
        concurrency,
      };
      await generator.run({ ...load, durationMs: durationMs / 2 });
      const measured = await generator.run({ ...load, durationMs });
      rows.push([concurrency, measured.requests / measured.seconds, measured.p50Ms, measured.p99Ms, measured.wrong]);
    }
  } finally {
    generator.stop();
  }
  return table({
    heading: "Clients at once",
    says:
      `\`GET /v1/me\` from so many connections with ${KEYS} keys, against one workerd on this machine, which the clients ` +
      "share: what is waited for is the processor.",
    columns: ["clients", "requests/s", "p50 ms", "p99 ms", "not 200"],
    rows,
  });
}
