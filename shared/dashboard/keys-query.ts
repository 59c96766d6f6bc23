/** From the address of the keys page to what it asks the API. Pure; the Worker and the browser must agree on it. */

/** How many days the bars of a row show. */
export const ROW_USAGE_DAYS = 14;
const PAGE_SIZE = 100;

/** What the address may say: `?q=&perm=&ws=&unused=30&sort=`. Anything else in it is ignored. */
export function keysQueryOf(search: URLSearchParams): URLSearchParams {
  const query = new URLSearchParams({ limit: String(PAGE_SIZE), usage_days: String(ROW_USAGE_DAYS) });
  const put = (name: string, value: string | null): void => {
    if (value !== null && value.trim() !== "") query.set(name, value);
  };
  put("search", search.get("q"));
  put("scope", search.get("perm"));
  const workspace = search.get("ws");
  if (workspace !== "all") put("workspace", workspace);
  put("unused_days", search.get("unused"));
  put("sort", search.get("sort") ?? "-last_used_at");
  return query;
}
