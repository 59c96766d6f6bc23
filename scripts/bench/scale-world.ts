/** A product in workerd whose D1 is filled by the ten thousand keys, and is then asked by the product's own code. */
import { readD1Migrations } from "@cloudflare/vitest-plugin";
import { z } from "zod";
import { keysInBulk } from "../../test/keys-in-bulk.ts";
import { bundle } from "./bundle.ts";
import { readPlatform } from "./platform.ts";
import { startSimulator } from "./simulator.ts";

/** The viewer of all lists: owns the first workspace, and half of its keys. */
export const VIEWER = "usr_scale000";
const OTHER = "usr_scale001";
/** Workspaces that a key may reach; the first one is filled with keys. */
const WORKSPACES_MAX = 200;
/** Of more keys than these, the others are in further workspaces. */
const KEYS_PER_WORKSPACE = 100_000;
/** Rows of one statement: a few seconds of D1. */
const KEYS_AT_ONCE = 20_000;

const costSchema = z.object({
  tookMs: z.number(),
  d1Ms: z.number(),
  rowsRead: z.number(),
  rowsWritten: z.number(),
  result: z.unknown(),
});
/** What an act came to, and what D1 said of it. */
export type Cost = z.infer<typeof costSchema>;

export type ScaleWorld = {
  readonly url: URL;
  readonly ask: (act: object) => Promise<Cost>;
  /** Fills D1 up to so many keys. */
  readonly fillTo: (keys: number) => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** The workspace of that number. */
export function workspaceOf(number: number): string {
  return `ws_scale${String(number).padStart(4, "0")}`;
}

/** Starts it, with people and workspaces and no key. */
export async function startScaleWorld(): Promise<ScaleWorld> {
  const platform = readPlatform();
  const { script } = await bundle(platform, { name: "scale", main: "scripts/bench/workers/scale.ts" });
  const simulator = await startSimulator(platform, { script, hasGate: true });
  const ask = async (act: object): Promise<Cost> => {
    const response = await fetch(simulator.seedUrl, { method: "POST", body: JSON.stringify(act) });
    if (!response.ok) throw new Error(`the world answered ${response.status}: ${await response.text()}`);
    return costSchema.parse(await response.json());
  };
  const migrations = (await readD1Migrations("migrations")).flatMap(({ queries }) => queries);
  await run(ask, [...migrations.map((sql) => ({ sql, values: [] })), ...PEOPLE]);
  let filled = 0;
  const fillTo = async (keys: number): Promise<void> => {
    if (filled >= keys) return;
    await run(ask, DROP_CHANGE_LOG);
    while (filled < keys) {
      const to = Math.min(keys, filled + KEYS_AT_ONCE, nextWorkspace(filled));
      await run(ask, statementsFor(filled, to));
      filled = to;
    }
    const made = migrations.filter((sql) =>
      /^\W*(?:--.*\n)*CREATE TRIGGER (?:keys|key_workspaces)_inserted\b/.test(sql),
    );
    if (made.length !== DROP_CHANGE_LOG.length)
      throw new Error("the triggers of the change log are not where they were");
    await run(
      ask,
      made.map((sql) => ({ sql, values: [] })),
    );
  };
  return { url: simulator.url, ask, fillTo, stop: simulator.stop };
}

/** Changes of so many keys are of years, and are not kept for long: they are not even written. */
const DROP_CHANGE_LOG = ["keys_inserted", "key_workspaces_inserted"].map((name) => ({
  sql: `DROP TRIGGER ${name}`,
  values: [],
}));

type SqlText = { readonly sql: string; readonly values: readonly (string | number)[] };

async function run(ask: ScaleWorld["ask"], statements: readonly SqlText[]): Promise<void> {
  await ask({ act: "run", statements });
}

function nextWorkspace(filled: number): number {
  return (Math.floor(filled / KEYS_PER_WORKSPACE) + 1) * KEYS_PER_WORKSPACE;
}

/** Use and audit entries are of the first workspace alone: it is the one that is looked at. */
function statementsFor(from: number, to: number): SqlText[] {
  const number = Math.floor(from / KEYS_PER_WORKSPACE);
  const owners = number === 0 ? [VIEWER, OTHER] : [OTHER];
  const all = keysInBulk({ from, to, workspace: workspaceOf(number), owners, now: Date.now() });
  return number === 0 ? all : all.slice(0, 2);
}

const PEOPLE: readonly SqlText[] = [
  ...[VIEWER, OTHER].map((id) => ({
    sql: "INSERT INTO user (id, name, email, created_at, updated_at) VALUES (?1, 'Ada', ?1, 0, 0)",
    values: [id],
  })),
  {
    sql: `INSERT INTO workspace (id, name, slug, created_at)
          SELECT value, 'Workspace ' || key, value, 0 FROM json_each(?1)`,
    values: [JSON.stringify(Array.from({ length: WORKSPACES_MAX }, (_, number) => workspaceOf(number)))],
  },
  {
    sql: `INSERT INTO member (id, workspace_id, user_id, role, created_at)
          SELECT 'mem_' || u.id || w.id, w.id, u.id, CASE WHEN u.id = ?1 AND w.id = ?2 THEN 'owner' ELSE 'member' END, 0
          FROM workspace w, user u`,
    values: [VIEWER, workspaceOf(0)],
  },
];
