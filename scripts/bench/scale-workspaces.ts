/** How cost grows with the workspaces that a key reaches: the record, and a request that a gate decides by it. */
import { z } from "zod";
import { requestText } from "./http-request.ts";
import { startLoadGenerator } from "./load.ts";
import { medianCost } from "./scale-median.ts";
import { table } from "./scale-table.ts";
import { type ScaleWorld, VIEWER, workspaceOf } from "./scale-world.ts";

const COUNTS = [1, 20, 200];

const mintedSchema = z.object({ id: z.string(), secret: z.string() });
const recordSchema = z.object({ bytes: z.number() });

/** One table; loads of so many milliseconds. */
export async function scaleOfWorkspaces(world: ScaleWorld, durationMs: number): Promise<string> {
  const generator = startLoadGenerator();
  const rows: number[][] = [];
  try {
    for (const count of COUNTS) {
      const workspaces = Array.from({ length: count }, (_, number) => workspaceOf(number));
      const minted = await world.ask({ act: "mint", owner: VIEWER, workspaces });
      const { id, secret } = mintedSchema.parse(minted.result);
      const read = await medianCost(world, () => ({ act: "record", id }));
      const requests = [requestText({ path: "/v1/me", bearer: secret })];
      const at = { host: world.url.hostname, port: Number(world.url.port), from: 0, status: "200", concurrency: 8 };
      await generator.run({ ...at, requests, durationMs: durationMs / 2 });
      const load = await generator.run({ ...at, requests, durationMs });
      if (load.wrong > 0) throw new Error(`${load.wrong} requests were not answered 200`);
      rows.push([
        count,
        read.d1Ms,
        read.rowsRead,
        recordSchema.parse(read.result).bytes,
        load.requests / load.seconds,
        load.p50Ms,
      ]);
    }
  } finally {
    generator.stop();
  }
  return table({
    heading: "Workspaces per key",
    says:
      "Reading the record from D1, its size in KV and on the way from the gate, and `GET /v1/me` with that key, which " +
      "lists the workspaces.",
    columns: ["workspaces", "record: ms of D1", "rows read", "bytes", "requests/s", "p50 ms"],
    rows,
  });
}
