/** What an audit entry says beyond its sentence: before and after, field by field, in words. Pure. */
import type { AuditLogEntry } from "#shared/management/audit.ts";
import { SCOPE_LABELS } from "../keys/scope-labels.ts";

export type Change = {
  readonly label: string;
  /** `null` where the entry does not say, as for what is new. */
  readonly before: string | null;
  readonly after: string;
};

/** Names of workspaces by id; an id that is not in it is shown as it is. */
export type NamesById = ReadonlyMap<string, string>;

/** Fields whose value the sentence has said, or that are ids of no use to a person. */
const SAID = new Set(["name", "workspace", "invitation", "key", "from", "to", "changed", "before"]);

export function changesOf({ action, detail }: AuditLogEntry, names: NamesById): Change[] {
  const before = flat(detail["before"]);
  const changed = Object.entries(flat(detail["changed"])).map(([field, value]) => ({
    label: labelOf(field),
    before: field in before ? wordsFor(field, before[field], names) : null,
    after: wordsFor(field, value, names),
  }));
  const { from, to } = detail;
  const role =
    action === "member.role_changed"
      ? [{ label: "Role", before: wordsFor("", from, names), after: wordsFor("", to, names) }]
      : [];
  const facts = Object.entries(detail)
    .filter(([field]) => !SAID.has(field))
    .map(([field, value]) => ({ label: labelOf(field), before: null, after: wordsFor(field, value, names) }));
  return [...changed, ...role, ...facts];
}

const LABELS: Readonly<Record<string, string>> = {
  scopes: "Permissions",
  expires_at: "Expires",
  allowed_ips: "Allowed addresses",
  allow_query: "Connector URL",
  hint: "Key",
  host: "Returns to",
  verified_domain: "Verified domain",
  apps: "Apps disconnected",
  new_hint: "New secret",
  grace_seconds: "Previous secret works for",
  email: "E-mail",
  default_days: "Suggested life",
  max_days: "Longest life",
  creators: "Who may create keys",
};

/** What `null` means. */
const NOTHINGS: Readonly<Record<string, string>> = {
  expires_at: "Never",
  allowed_ips: "Every address",
  allowed_tools: "Every tool",
  rate_limit: "Default",
  max_days: "No limit",
  verified_domain: "Not verified",
};

const SCOPES: Readonly<Record<string, string>> = SCOPE_LABELS;

const HOUR_SECONDS = 3600;
const DAY_SECONDS = 24 * HOUR_SECONDS;
const exact = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });

/** `key_policy` is no field to people, but its parts are. */
function flat(value: unknown): Readonly<Record<string, unknown>> {
  const fields = entriesOf(value);
  return Object.fromEntries(
    Object.entries(fields).flatMap(([field, inner]) =>
      field === "key_policy" ? Object.entries(entriesOf(inner)) : [[field, inner]],
    ),
  );
}

function entriesOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function labelOf(field: string): string {
  const words = field.replaceAll("_", " ");
  return LABELS[field] ?? `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function wordsFor(field: string, value: unknown, names: NamesById): string {
  if (value === null || value === undefined) return NOTHINGS[field] ?? "None";
  if (field === "expires_at" && typeof value === "string") return exact.format(Date.parse(value));
  if (field === "grace_seconds" && typeof value === "number") return graceOf(value);
  if (field.endsWith("_days")) return value === 1 ? "1 day" : `${plain(value)} days`;
  if (field === "creators") return value === "admins" ? "Owners and admins" : "All members";
  if (field === "rate_limit") return rateOf(value);
  if (Array.isArray(value)) return value.map((item) => wordOf(plain(item), names)).join(", ") || "None";
  return wordOf(plain(value), names);
}

function wordOf(text: string, names: NamesById): string {
  return SCOPES[text] ?? names.get(text) ?? text;
}

function graceOf(seconds: number): string {
  if (seconds === 0) return "No time: it stopped at once";
  if (seconds % DAY_SECONDS === 0) return seconds === DAY_SECONDS ? "24 hours" : `${seconds / DAY_SECONDS} days`;
  if (seconds % HOUR_SECONDS === 0) return seconds === HOUR_SECONDS ? "1 hour" : `${seconds / HOUR_SECONDS} hours`;
  return `${seconds} seconds`;
}

function rateOf(value: unknown): string {
  const { per_minute: perMinute, burst } = entriesOf(value);
  return `${plain(perMinute)} a minute, ${plain(burst)} at once`;
}

function plain(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "Yes" : "No";
  return JSON.stringify(value);
}
