/** The items of an event by status: columns where there is room, sections below each other where there is not. */
import type { ReactElement } from "react";
import type { ProductionItem, ProductionStatus } from "#shared/content/production.ts";
import { type ItemActs, ItemCard } from "./item-card.tsx";
import { ITEM_STATUSES, ItemStatus } from "./item-status.tsx";

type BoardProps = {
  readonly items: readonly ProductionItem[];
  /** The API's counts, where not all items are loaded. */
  readonly counts: ProductionStatus["counts"] | undefined;
  readonly acts: ItemActs;
};

export function Board({ items, counts, acts }: BoardProps): ReactElement {
  return (
    <div className="board mt-6">
      {ITEM_STATUSES.map((status) => {
        const inColumn = items.filter((item) => item.status === status);
        return (
          <section key={status} aria-labelledby={`board-${status}`}>
            <h2 id={`board-${status}`} className="flex items-center gap-2">
              <ItemStatus status={status} />
              <span className="text-xs text-muted tabular-nums">{counts?.[status] ?? inColumn.length}</span>
            </h2>
            {inColumn.length === 0 ? (
              <p className="board-none mt-2">Nothing here</p>
            ) : (
              <ul className="board-cards">
                {inColumn.map((item) => (
                  <ItemCard key={item.id} item={item} acts={acts} />
                ))}
              </ul>
            )}
          </section>
        );
      })}
    </div>
  );
}
