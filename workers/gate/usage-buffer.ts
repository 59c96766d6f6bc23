/**
 * Usage between two writes: counts per credential, hour, operation, outcome, client and country, and the newest use of
 * each credential. Labels come from callers, so their number is bounded: past that they count as "other". Pure data
 * and functions; the gate journals what `drainUsage` gives.
 */
import { type EpochMs, epochMs } from "#shared/brand.ts";
import type { CredentialId } from "#shared/ids.ts";
import { USAGE_LABELS_MAX, USAGE_LABEL_LENGTH_MAX } from "#shared/limits.ts";

const HOUR_MS = 60 * 60 * 1000;

/** What a request did. `outcome` is "ok", a refusal's code, or how the handler failed. */
export type UsageEvent = {
  readonly id: CredentialId;
  readonly at: EpochMs;
  readonly surface: "mcp" | "rest";
  readonly operation: string;
  readonly outcome: string;
  readonly client: string | null;
  readonly country: string | null;
  /** Whether it is the credential's first use, as far as its record knew. */
  readonly isFirst?: boolean;
  /** Whether the key came in the URL. */
  readonly byUrl?: boolean;
  /** 1 for a request; a correction takes one away from "ok" and adds it to a failure. */
  readonly count: 1 | -1;
};

/** What one place counted, on its way to the next. */
export type Usage = { readonly rows: readonly UsageRow[]; readonly lastUses: readonly LastUse[] };

export type UsageRow = Omit<UsageEvent, "at" | "client" | "country" | "count" | "isFirst" | "byUrl"> & {
  /** Start of the hour, epoch milliseconds. */
  readonly hour: EpochMs;
  /** Without its version. */
  readonly client: string;
  readonly country: string;
  readonly count: number;
};

type Use = { readonly at: EpochMs; readonly client: string | null; readonly country: string | null };

export type LastUse = Use & {
  readonly id: CredentialId;
  /** The last one whose key came in the URL; absent where none did, and from an older version of this code. */
  readonly byUrl?: Use;
};

export type UsageBuffer = {
  readonly rows: Map<string, UsageRow>;
  readonly lastUses: Map<CredentialId, LastUse>;
  /** Labels seen, per credential, kind and hour. */
  readonly labels: Map<string, Set<string>>;
};

export function emptyUsage(): UsageBuffer {
  return { rows: new Map(), lastUses: new Map(), labels: new Map() };
}

/**
 * Counts one event. An admitted request also becomes the credential's last use, unless a later one is known. A client
 * that does not name itself leaves the last name known: many MCP clients say theirs once, at connect. The last use says
 * the client's version too; counts do not, for with each release they would fall apart.
 */
export function recordUsage(buffer: UsageBuffer, event: UsageEvent): void {
  const hour = epochMs(event.at - (event.at % HOUR_MS));
  const { id, surface, operation, outcome, count } = event;
  const [client, country] = [clientProduct(event.client ?? ""), event.country ?? ""];
  addRow(buffer, { id, hour, surface, operation, outcome, client, country, count });
  if (outcome !== "ok" || count !== 1) return;
  const use: Use = { at: event.at, client: event.client, country: event.country };
  addLastUse(buffer, { ...use, id, ...(event.byUrl === true ? { byUrl: use } : {}) });
}

/** Adds what was counted elsewhere. The bound on labels holds for the sum. */
export function mergeUsage(buffer: UsageBuffer, usage: Usage): void {
  for (const row of usage.rows) addRow(buffer, row);
  for (const use of usage.lastUses) addLastUse(buffer, use);
}

function addRow(buffer: UsageBuffer, counted: UsageRow): void {
  const { id, hour, surface, outcome, country, count } = counted;
  const operation = boundedLabel(buffer, `${id} operation ${hour}`, counted.operation);
  const client = boundedLabel(buffer, `${id} client ${hour}`, counted.client);
  const key = [id, hour, surface, outcome, country, operation, client].join("\n");
  const known = buffer.rows.get(key)?.count ?? 0;
  buffer.rows.set(key, { id, hour, surface, operation, outcome, client, country, count: known + count });
}

function addLastUse(buffer: UsageBuffer, use: LastUse): void {
  const known = buffer.lastUses.get(use.id);
  const last = laterUse(known, use);
  const byUrl = use.byUrl === undefined ? known?.byUrl : laterUse(known?.byUrl, use.byUrl);
  buffer.lastUses.set(use.id, { ...last, id: use.id, ...(byUrl === undefined ? {} : { byUrl }) });
}

/** The later of two; of two at once the second. A client that does not name itself leaves the name known. */
function laterUse(known: Use | undefined, { at, client, country }: Use): Use {
  if (known === undefined) return { at, client, country };
  return known.at > at ? known : { at, client: client ?? known.client, country };
}

/** A client's name without its version: `claude-code` of `claude-code/2.1.330`. */
function clientProduct(client: string): string {
  return client.replace(VERSION, "");
}

const VERSION = /(?<=[^/])\/v?\d[^/]*$/i;

/** Empties the buffer. Labels are kept for the hour's sake and dropped once they are many. */
export function drainUsage(buffer: UsageBuffer): Usage {
  const drained = {
    rows: [...buffer.rows.values()].filter((row) => row.count !== 0),
    lastUses: [...buffer.lastUses.values()],
  };
  buffer.rows.clear();
  buffer.lastUses.clear();
  if (buffer.labels.size > LABEL_SETS_MAX) buffer.labels.clear();
  return drained;
}

/** Whether anything waits to be journaled. */
export function hasUsage(buffer: UsageBuffer): boolean {
  return buffer.rows.size > 0 || buffer.lastUses.size > 0;
}

const LABEL_SETS_MAX = 10_000;

function boundedLabel(buffer: UsageBuffer, family: string, text: string): string {
  const label = text.slice(0, USAGE_LABEL_LENGTH_MAX);
  const seen = buffer.labels.get(family) ?? new Set();
  buffer.labels.set(family, seen);
  if (!seen.has(label) && seen.size >= USAGE_LABELS_MAX) return "other";
  seen.add(label);
  return label;
}
