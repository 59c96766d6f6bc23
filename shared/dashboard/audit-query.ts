/** From the address of the audit page to what it asks the API. Pure; the Worker and the browser must agree on it. */

const PAGE_SIZE = 50;

/** What the address of the audit page says, as the router reads it. */
export type AuditSearch = { action?: string; actor?: string; target?: string; from?: string; to?: string };

/** Times are instants here: the browser makes them of the days in the address, which are days where the reader is. */
export type AuditWish = {
  readonly workspace?: string | undefined;
  readonly action?: string | undefined;
  readonly actor?: string | undefined;
  readonly target?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
};

/** The filters that are set, in one order. */
export function auditFiltersOf(wish: AuditWish): Record<string, string> {
  const { workspace, action, actor, target, from, to } = wish;
  const named = Object.entries({ workspace, action, actor, target, from, to });
  return Object.fromEntries(named.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/** The same, for one page of the list. */
export function auditQueryOf(wish: AuditWish): Record<string, string> {
  return { limit: String(PAGE_SIZE), ...auditFiltersOf(wish) };
}
