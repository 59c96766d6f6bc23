/** How an event stands, in one line: how many items are done, blocked and overdue. */
import type { ReactElement } from "react";
import type { ProductionStatus } from "#shared/content/production.ts";

type StandingLineProps = { readonly standing: Pick<ProductionStatus, "total" | "counts" | "overdue_total"> };

export function StandingLine({ standing }: StandingLineProps): ReactElement {
  const { total, counts, overdue_total: overdue } = standing;
  if (total === 0) return <p className="text-muted">No production items yet.</p>;
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 tabular-nums" aria-label="Production in numbers">
      <li>{total === 1 ? "1 item" : `${total} items`}</li>
      <li>{counts.done} done</li>
      <li>{counts.ready} ready</li>
      <li className={counts.blocked === 0 ? "text-muted" : "font-medium text-bad"}>{counts.blocked} blocked</li>
      <li className={overdue === 0 ? "text-muted" : "font-medium text-bad"}>{overdue} overdue</li>
    </ul>
  );
}
