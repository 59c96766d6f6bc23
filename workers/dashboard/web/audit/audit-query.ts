/** The audit entries that the address asks for, page after page, and the same as a CSV file. */
import { infiniteQueryOptions } from "@tanstack/react-query";
import { auditFiltersOf, auditQueryOf, type AuditSearch, type AuditWish } from "#shared/dashboard/audit-query.ts";
import { START_OF_LIST } from "../api/page-at.ts";
import { answerOf, api } from "../api/client.ts";
import { startOfDay } from "./days.ts";

/** Every query of the log is under it. */
const AUDIT = ["audit"] as const;

/** What the address asks of a workspace, or of all of them. `to` is a whole day: it ends with it. */
export function wishOf({ action, actor, target, from, to }: AuditSearch, workspace: string | undefined): AuditWish {
  return { workspace, action, actor, target, from: startOfDay(from, 0), to: startOfDay(to, 1) };
}

// oxlint-disable-next-line typescript/explicit-module-boundary-types -- typed by the API's own route
export function auditQuery(wish: AuditWish) {
  const query = auditQueryOf(wish);
  return infiniteQueryOptions({
    queryKey: [...AUDIT, "list", query],
    queryFn: ({ pageParam }) =>
      answerOf(api.v1.audit.$get({ query: { ...query, ...(pageParam === null ? {} : { cursor: pageParam }) } })),
    initialPageParam: START_OF_LIST,
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** Where the same entries are as a file. */
export function auditCsvUrl(wish: AuditWish): string {
  return `/v1/audit/export?${new URLSearchParams({ format: "csv", ...auditFiltersOf(wish) }).toString()}`;
}
