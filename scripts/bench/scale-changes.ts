/** How cost grows with the changes within the retention: what a gate has to learn, and what is pushed at once. */
import { z } from "zod";
import { medianCost } from "./scale-median.ts";
import { table } from "./scale-table.ts";
import type { ScaleWorld } from "./scale-world.ts";

const COUNTS = [10, 100, 1000, 10_000];

const learnedSchema = z.object({ changes: z.number() });
const pushedSchema = z.object({ bytes: z.number() });

const FILL = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
INSERT INTO key_changes (credential_id, version, changed_at, confirmed_at)
SELECT 'key_' || printf('%010d', i), 2, CAST(unixepoch('subsec') * 1000 AS INTEGER), 1 FROM n`;

/** One table. Every measurement has a gate of its own, which has never been asked. */
export async function scaleOfChanges(world: ScaleWorld): Promise<string> {
  const rows: number[][] = [];
  for (const count of COUNTS) {
    const statements = [
      { sql: "DELETE FROM key_changes", values: [] },
      { sql: FILL, values: [count] },
    ];
    await world.ask({ act: "run", statements });
    const lease = await medianCost(world, (time) => ({ act: "lease", gate: `gate:lease:${count}:${time}` }));
    if (learnedSchema.parse(lease.result).changes !== count) throw new Error("a gate has not learned every change");
    const push = await medianCost(world, (time) => ({ act: "push", gate: `gate:push:${count}:${time}` }));
    rows.push([count, lease.d1Ms, lease.rowsRead, push.tookMs, pushedSchema.parse(push.result).bytes / 1024]);
  }
  return table({
    heading: "Changes within the retention",
    says:
      "A gate without history reads every change of the last F with its first lease, and keeps a floor for each key. " +
      "One push tells a gate of all of them, and is confirmed when they are durable.",
    columns: ["changes", "first lease: ms of D1", "rows read", "push: ms", "KiB"],
    rows,
  });
}
