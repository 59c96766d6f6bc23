/**
 * What is in the server's files when it is dead: whether each write is there with its audit entry and its changes, in
 * the order in which clients know them, and what was counted. Reads SQLite files and changes nothing.
 */
import { globSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { z } from "zod";
import type { ActFact, KeyState } from "./facts.ts";

export type Ledger = {
  readonly keys: number;
  /** Keys that were made and that no client was told of. */
  readonly unclaimed: number;
  /** Writes that are there in part, or not in the order that clients know; empty when all is well. */
  readonly broken: readonly string[];
  /** "ok" counts of each key that still exists. */
  readonly counted: ReadonlyMap<string, number>;
  /** Whether a gate still has usage that D1 has not. */
  readonly isWaiting: boolean;
};

const storySchema = z.object({
  id: z.string(),
  actions: z.string(),
  changes: z.number(),
  versions: z.number(),
  version: z.number().nullable(),
  status: z.enum(["enabled", "disabled", "revoked"]).nullable(),
  scopes: z.string().nullable(),
});
type Story = z.infer<typeof storySchema>;

/** Reads the files under a state folder. Only when nothing runs on it. */
export function readLedger(folder: string, facts: readonly ActFact[]): Ledger {
  using d1 = openD1(folder);
  const stories = d1
    .prepare(STORIES)
    .all()
    .map((row) => storySchema.parse(row));
  const acts = Map.groupBy(facts, (act) => act.key);
  const missing = [...acts.keys()].filter((key) => !stories.some(({ id }) => id === key));
  const strays = z.array(z.object({ id: z.string() })).parse(d1.prepare(STRAYS).all());
  return {
    keys: stories.length,
    unclaimed: stories.filter(({ id }) => !acts.has(id)).length,
    broken: [
      ...missing.map((key) => `${key} was acknowledged and is not there`),
      ...strays.map(({ id }) => `${id} is there without the audit entry of its making`),
      ...stories.flatMap((story) => flawsOf(story, acts.get(story.id) ?? [])),
    ],
    counted: new Map(
      z
        .array(countSchema)
        .parse(d1.prepare(COUNTS).all())
        .map(({ id, count }) => [id, count]),
    ),
    isWaiting: gatesOf(folder).some((file) => hasUsage(file)),
  };
}

const countSchema = z.object({ id: z.string(), count: z.number() });

function openD1(folder: string): DatabaseSync {
  const [file, ...others] = databases(join(folder, "v3", "d1"));
  if (file === undefined || others.length > 0) throw new Error(`expected one D1 database under ${folder}`);
  return new DatabaseSync(file, { readOnly: true });
}

function gatesOf(folder: string): string[] {
  return databases(join(folder, "v3", "do"));
}

function databases(folder: string): string[] {
  return globSync(join(folder, "*", "*.sqlite")).filter((file) => !file.endsWith("metadata.sqlite"));
}

function hasUsage(file: string): boolean {
  using gate = new DatabaseSync(file, { readOnly: true });
  return gate.prepare("SELECT 1 FROM usage_outbox UNION ALL SELECT 1 FROM usage_journal").all().length > 0;
}

function flawsOf(story: Story, acts: readonly ActFact[]): string[] {
  const actions = story.actions.split(" ");
  const known = acts.map((act) => `key.${act.action}`);
  const flaws: string[] = [];
  if (known.length > 0 && known.join(" ") !== story.actions)
    flaws.push(`clients know of ${known.join(" ")}, and the audit log of ${story.actions}`);
  // A key is made by two changes, its row and the workspace it reaches; every act after that is one.
  const expected = actions.length + 1;
  if (story.changes !== expected || story.versions !== expected)
    flaws.push(`${expected} changes were due, and ${story.changes} are logged, up to version ${story.versions}`);
  const flaw = flawOfRow(story, actions, acts.at(-1)?.state);
  return [...flaws, ...(flaw === null ? [] : [flaw])].map((text) => `${story.id}: ${text}`);
}

/** The row as the last acts left it; none when the last one deleted it. */
function flawOfRow(story: Story, actions: readonly string[], last: KeyState | undefined): string | null {
  if (actions.at(-1) === "key.deleted") return story.status === null ? null : "it is deleted, and its row is there";
  if (story.status === null || story.scopes === null) return "its row is gone, and nobody deleted it";
  if (story.version !== story.versions) return `its row has version ${story.version}, the log ${story.versions}`;
  const status = STATUS_AFTER[actions.findLast((action) => action !== "key.changed") ?? ""];
  if (story.status !== status) return `its row says ${story.status}, the audit log ${status ?? "nothing"}`;
  const scopes = z.array(z.string()).parse(JSON.parse(story.scopes)).toSorted().join();
  if (last === undefined || scopes === last.scopes.toSorted().join()) return null;
  return `its row is good for ${scopes}, and clients know ${last.scopes.join()}`;
}

const STATUS_AFTER: Readonly<Record<string, string>> = {
  "key.created": "enabled",
  "key.enabled": "enabled",
  "key.disabled": "disabled",
  "key.revoked": "revoked",
};

/** The rowid is the order in which entries were made. */
const STORIES = `
SELECT created.target_id AS id,
  (SELECT group_concat(action, ' ' ORDER BY rowid) FROM audit_log WHERE target_id = created.target_id) AS actions,
  (SELECT count(*) FROM key_changes WHERE credential_id = created.target_id) AS changes,
  (SELECT coalesce(max(version), 0) FROM key_changes WHERE credential_id = created.target_id) AS versions,
  keys.version, keys.status, keys.scopes
FROM audit_log AS created LEFT JOIN keys ON keys.id = created.target_id
WHERE created.action = 'key.created' AND coalesce(keys.name, 'Chaos') = 'Chaos'`;

const STRAYS = `
WITH made AS (SELECT target_id AS id FROM audit_log WHERE action = 'key.created')
SELECT id FROM keys WHERE name = 'Chaos' AND id NOT IN (SELECT id FROM made)
UNION SELECT credential_id FROM key_changes
WHERE credential_id NOT IN (SELECT id FROM made UNION SELECT id FROM keys)`;

const COUNTS = `
SELECT keys.id, coalesce(sum(count), 0) AS count FROM keys
LEFT JOIN usage_hourly ON credential_id = keys.id AND outcome = 'ok' WHERE keys.name = 'Chaos' GROUP BY keys.id`;
