/** From the address of the keys page to what it asks the API. Pure; the Worker and the browser must agree on it. */
import type { Scope } from "../scopes.ts";

/** How many days the bars of a row show. */
const ROW_USAGE_DAYS = 14;
/** For so many days a key must not have been used to be called unused. */
export const UNUSED_DAYS = 30;
const PAGE_SIZE = 100;
const SEARCH_LENGTH_MAX = 100;

/** What `?perm=` says. */
export const PERMISSIONS = {
  read: "mcp:read",
  write: "mcp:write",
  execute: "mcp:execute",
  manage: "keys:manage",
} as const satisfies Record<string, Scope>;

/** What `?sort=` says; without it the key used last comes first. */
export const SORTS = { used: "-last_used_at", name: "name", created: "-created_at", requests: "-requests" } as const;

/** What the address of the keys page says, as the router reads it. */
export type KeysSearch = { q?: string; perm?: string; ws?: string; unused?: string; sort?: string; connect?: string };

/** What the address may say: `?q=&perm=&ws=&unused=30&sort=`. Anything else in it is ignored. */
export function keysQueryOf(search: URLSearchParams): URLSearchParams {
  const query = new URLSearchParams({ limit: String(PAGE_SIZE), usage_days: String(ROW_USAGE_DAYS) });
  const put = (name: string, value: string | null | undefined): void => {
    if (typeof value === "string" && value !== "") query.set(name, value);
  };
  put("search", searchOf(search.get("q")));
  put("scope", valueOf(PERMISSIONS, search.get("perm")));
  const workspace = search.get("ws") ?? "";
  if (/^(?:ws_)?[0-9A-Za-z_-]{8,64}$/.test(workspace)) put("workspace", workspace);
  if (search.get("unused") === String(UNUSED_DAYS)) put("unused_days", String(UNUSED_DAYS));
  put("sort", valueOf(SORTS, search.get("sort")) ?? SORTS.used);
  return query;
}

/** A masked key is searched as it is stored: with one character for what is left out. Whole characters stay whole. */
function searchOf(text: string | null): string {
  const found = (text ?? "").replaceAll(/•+/g, "…").trim();
  return found
    .slice(0, SEARCH_LENGTH_MAX)
    .replace(/[\ud800-\udbff]$/, "")
    .trim();
}

function valueOf(table: Readonly<Record<string, string>>, name: string | null): string | undefined {
  return name !== null && Object.hasOwn(table, name) ? table[name] : undefined;
}
