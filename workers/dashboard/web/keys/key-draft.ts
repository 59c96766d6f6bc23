/** A key as the form has it, what is wrong with it, and what it asks the API for. Pure. */
import { parseBlock } from "#shared/cidr.ts";
import { ALLOWED_IPS_MAX, RATE_BURST_MAX, RATE_PER_MINUTE_MAX } from "#shared/limits.ts";
import type { ChangeKey, CreateKey, Key } from "#shared/management/keys.ts";
import { normalizeScopes, type Scope } from "#shared/scopes.ts";
import { TOOL_NAMES, TOOL_SCOPES, type ToolName } from "#shared/tool-names.ts";
import { expiresAtOf, type Expiry } from "./expiry.ts";

export type KeyDraft = {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly workspaces: readonly string[];
  readonly expiry: Expiry;
  /** One address or block on each line. */
  readonly ips: string;
  readonly perMinute: string;
  readonly burst: string;
  /** `null`: every tool that the permissions open. */
  readonly tools: readonly ToolName[] | null;
  readonly allowQuery: boolean;
};

/** What the API would call each field, and what is wrong with it. */
export type Flaws = { readonly [Field in FlawedField]?: string | undefined };
export const FLAWED_FIELDS = [
  "name",
  "scopes",
  "workspaces",
  "expires_at",
  "allowed_ips",
  "rate_limit",
  "allowed_tools",
] as const;
export type FlawedField = (typeof FLAWED_FIELDS)[number];

/** A key that can read, in one workspace, if the person has any. */
export function newDraft(start: Pick<KeyDraft, "name" | "workspaces" | "expiry" | "allowQuery">): KeyDraft {
  return { ...start, scopes: ["mcp:read"], ips: "", perMinute: "", burst: "", tools: null };
}

/** A key as it is, to be changed. */
export function draftOf(key: Key): KeyDraft {
  return {
    name: key.name,
    scopes: key.scopes,
    workspaces: key.workspaces.map(({ id }) => id),
    expiry: { kind: "keep" },
    ips: (key.allowed_ips ?? []).join("\n"),
    perMinute: key.rate_limit === null ? "" : String(key.rate_limit.per_minute),
    burst: key.rate_limit === null ? "" : String(key.rate_limit.burst),
    tools: toolsOf(key),
    allowQuery: key.allow_query,
  };
}

/** Empty for a draft that can be sent. What only the API can know is not here. */
export function flawsOf(draft: KeyDraft, nowMs: number): Flaws {
  const flaws: Flaws = {
    name: draft.name.trim() === "" ? "Give it a name." : undefined,
    scopes: draft.scopes.length === 0 ? "Choose at least one permission." : undefined,
    workspaces: draft.workspaces.length === 0 ? "Choose at least one workspace." : undefined,
    expires_at: expiryFlaw(draft.expiry, nowMs),
    allowed_ips: ipsFlaw(draft.ips),
    rate_limit: rateFlaw(draft),
    allowed_tools: openTools(draft)?.length === 0 ? "Choose at least one tool, or allow all." : undefined,
  };
  return Object.fromEntries(Object.entries(flaws).filter(([, flaw]) => flaw !== undefined));
}

/** Says which line is no address; nothing for an empty text. */
export function ipsFlaw(text: string): string | undefined {
  const lines = linesOf(text);
  if (lines.length > ALLOWED_IPS_MAX) return `At most ${ALLOWED_IPS_MAX} lines.`;
  const wrong = lines.find((line) => parseBlock(line) === null);
  if (wrong === undefined) return undefined;
  const short = wrong.length > 50 ? `${wrong.slice(0, 50)}…` : wrong;
  return `“${short}” is no address or range. Write 203.0.113.7 or 203.0.113.0/24; after the prefix all bits are zero.`;
}

/** What a new key is made of. */
export function bodyOf(draft: KeyDraft, nowMs: number): CreateKeyBody {
  return {
    name: draft.name.trim(),
    scopes: normalizeScopes(draft.scopes),
    workspaces: [...draft.workspaces],
    expires_at: expiresAtOf(draft.expiry, nowMs) ?? null,
    ...limitsOf(draft),
  };
}

/** What of a key is to be another; `null` when nothing is. */
export function changeOf(key: Key, draft: KeyDraft, nowMs: number): ChangeKeyBody | null {
  const before = bodyOf(draftOf(key), nowMs);
  const after = bodyOf(draft, nowMs);
  const changes: ChangeKeyBody = {
    ...(after.name === before.name ? {} : { name: after.name }),
    ...(isSame(after.scopes, before.scopes) ? {} : { scopes: after.scopes }),
    ...(isSame(after.workspaces.toSorted(), before.workspaces.toSorted()) ? {} : { workspaces: after.workspaces }),
    ...(draft.expiry.kind === "keep" ? {} : { expires_at: after.expires_at }),
    ...(isSame(after.allowed_ips, before.allowed_ips) ? {} : { allowed_ips: after.allowed_ips }),
    ...(isSame(after.rate_limit, before.rate_limit) ? {} : { rate_limit: after.rate_limit }),
    ...(isSame(after.allowed_tools, before.allowed_tools) ? {} : { allowed_tools: after.allowed_tools }),
    ...(after.allow_query === before.allow_query ? {} : { allow_query: after.allow_query }),
  };
  return Object.keys(changes).length === 0 ? null : changes;
}

/** The tools chosen that the permissions open; `null` when all are allowed. */
export function openTools({ tools, scopes }: KeyDraft): ToolName[] | null {
  return tools === null ? null : tools.filter((name) => scopes.includes(TOOL_SCOPES[name]));
}

// Ids are plain text here: the API looks at them.
type CreateKeyBody = Omit<Required<CreateKey>, "workspaces"> & { workspaces: string[] };
type ChangeKeyBody = Omit<ChangeKey, "workspaces"> & { workspaces?: string[] };

function limitsOf(
  draft: KeyDraft,
): Pick<CreateKeyBody, "allowed_ips" | "rate_limit" | "allowed_tools" | "allow_query"> {
  const ips = linesOf(draft.ips);
  const perMinute = draft.perMinute.trim();
  const burst = draft.burst.trim();
  return {
    allowed_ips: ips.length === 0 ? null : ips,
    rate_limit:
      perMinute === "" ? null : { per_minute: Number(perMinute), burst: Number(burst === "" ? perMinute : burst) },
    allowed_tools: openTools(draft),
    allow_query: draft.allowQuery,
  };
}

function expiryFlaw(expiry: Expiry, nowMs: number): string | undefined {
  if (expiry.kind !== "date") return undefined;
  const at = expiresAtOf(expiry, nowMs);
  if (at === undefined || at === null) return "Choose a date.";
  return Date.parse(at) <= nowMs ? "Choose a date that lies ahead." : undefined;
}

function rateFlaw({ perMinute, burst }: KeyDraft): string | undefined {
  if (perMinute.trim() === "") return burst.trim() === "" ? undefined : "Say how many a minute, too.";
  if (!isCount(perMinute, RATE_PER_MINUTE_MAX))
    return `Requests a minute: a whole number from 1 to ${RATE_PER_MINUTE_MAX}.`;
  const isBurstGood = burst.trim() === "" || isCount(burst, RATE_BURST_MAX);
  return isBurstGood ? undefined : `Requests at once: a whole number from 1 to ${RATE_BURST_MAX}.`;
}

function isCount(text: string, most: number): boolean {
  return /^\d{1,6}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= most;
}

function linesOf(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter((line) => line !== ""))];
}

function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function toolsOf({ allowed_tools: names }: Key): ToolName[] | null {
  return names === null ? null : TOOL_NAMES.filter((name) => names.includes(name));
}
