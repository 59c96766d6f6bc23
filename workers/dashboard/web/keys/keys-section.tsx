/** Enabled keys, or disabled ones: a heading with their number, and their rows. */
import { type ReactElement, useId, useState } from "react";
import type { Key } from "#shared/management/keys.ts";
import { Button } from "../ui/button.tsx";
import { classNames } from "../ui/class-names.ts";
import { KeyRow, type RowProps } from "./key-row.tsx";

/** So many are shown of a folded section. */
const FOLDED_ROWS = 5;

type KeysSectionProps = RowProps & {
  readonly title: string;
  readonly keys: readonly Key[];
  readonly selected: ReadonlySet<string>;
  /** `true`: there are more than were loaded. */
  readonly hasMore: boolean;
  /** Shows its columns' names, or folds after a few rows. */
  readonly look: "head" | "folded";
  /** What stands where no row is. */
  readonly empty: string;
  /** What is to be known of all of them. */
  readonly note?: string;
};

export function KeysSection(props: KeysSectionProps): ReactElement {
  const { title, keys, selected, hasMore, look, empty, note, ...row } = props;
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const isFolded = look === "folded" && !isOpen && keys.length > FOLDED_ROWS;
  const shown = isFolded ? keys.slice(0, FOLDED_ROWS) : keys;
  return (
    <section aria-labelledby={id} className="mt-8">
      <h2 id={id} className="mb-2.5 flex items-center gap-2 text-[13.5px] font-medium">
        {title}
        <span className="font-normal text-muted tabular-nums">
          {keys.length}
          {hasMore && "+"}
        </span>
      </h2>
      {note !== undefined && <p className="hint mb-2.5 max-w-prose">{note}</p>}
      {look === "head" && keys.length > 0 && <Columns />}
      {keys.length === 0 ? (
        <p className="rounded-xl border border-dashed border-line-strong px-5 py-8 text-center text-muted wrap-break-word">
          {empty}
        </p>
      ) : (
        <ul className={classNames("card krows", selected.size > 0 && "krows-selecting")} aria-labelledby={id}>
          {shown.map((key) => (
            <KeyRow key={key.id} rowKey={key} isSelected={selected.has(key.id)} {...row} />
          ))}
        </ul>
      )}
      {isFolded && (
        <Button variant="ghost" className="mt-2" onClick={() => setOpen(true)}>
          Show all {keys.length}
        </Button>
      )}
    </section>
  );
}

function Columns(): ReactElement {
  return (
    <div className="khead" aria-hidden="true">
      <span>Key</span>
      <span>Access</span>
      <span>Last 14 days</span>
      <span>Activity</span>
    </div>
  );
}
