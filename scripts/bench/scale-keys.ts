/** How cost grows with the keys in D1: up to 100 000 of them in the one workspace that is looked at. */
import { z } from "zod";
import { medianCost } from "./scale-median.ts";
import { table } from "./scale-table.ts";
import { type Cost, type ScaleWorld, VIEWER, workspaceOf } from "./scale-world.ts";

const PAGE = { limit: "100", usage_days: "14" };

/** What people and requests ask, by the name in the table. */
const QUESTIONS: Readonly<Record<string, (key: string) => object>> = {
  "verification: a key's record": (id) => ({ act: "record", id }),
  "one key": (id) => ({ act: "find", id, viewer: VIEWER }),
  "page, newest first": () => list({}),
  "page, by name": () => list({ sort: "name" }),
  "page, last used first (the dashboard's)": () => list({ sort: "-last_used_at" }),
  "page of one workspace": () => list({ workspace: workspaceOf(0) }),
  "page, enabled only": () => list({ status: "enabled" }),
  "page, a scope that no key has": () => list({ scope: "keys:manage" }),
  "page, unused for 30 days": () => list({ unused_days: "30" }),
  "page, by requests": () => list({ sort: "-requests" }),
  "search, a text of many": () => list({ search: "number" }),
  "search, a text of one": () => list({ search: "number 77" }),
  "search, a text of none": () => list({ search: "nowhere" }),
  "audit log, newest first": () => ({ act: "audit", viewer: VIEWER, query: { limit: "100" } }),
  "audit log of one key": (target) => ({ act: "audit", viewer: VIEWER, query: { limit: "100", target } }),
};

function list(query: Readonly<Record<string, string>>): object {
  return { act: "list", viewer: VIEWER, query: { ...PAGE, ...query } };
}

const mintedSchema = z.object({ id: z.string() });
const outcomeSchema = z.object({ ok: z.boolean() });

/** One table: a row a question, two columns for each number of keys. */
export async function scaleOfKeys(world: ScaleWorld, sizes: readonly number[]): Promise<string> {
  const minted = await world.ask({ act: "mint", owner: VIEWER, workspaces: [workspaceOf(0)] });
  const { id } = mintedSchema.parse(minted.result);
  const rows = new Map(Object.keys(QUESTIONS).map((name): [string, (string | number)[]] => [name, [name]]));
  for (const size of sizes) {
    await world.fillTo(size);
    for (const [name, question] of Object.entries(QUESTIONS)) {
      rows.get(name)?.push(...cellsOf(await medianCost(world, () => question(id))));
    }
  }
  return table({
    heading: "Keys in D1",
    says:
      "Milliseconds of D1, as it reports them, and rows that it reads, for pages of 100 rows with each key's use of 14 days. With " +
      "1 000 000 keys the viewer's workspace has 100 000 of them, and nine others have the rest.",
    columns: ["", ...sizes.flatMap((size) => [`${size.toLocaleString("en").replaceAll(",", " ")}: ms`, "rows"])],
    rows: [...rows.values()],
  });
}

function cellsOf({ d1Ms, rowsRead, result }: Cost): (string | number)[] {
  const outcome = outcomeSchema.safeParse(result);
  return outcome.success && !outcome.data.ok ? ["refused", rowsRead] : [d1Ms, rowsRead];
}
