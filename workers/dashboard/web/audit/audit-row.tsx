/** One entry of the log: its sentence and when; opened, what was before and after, and from where it was done. */
import { ChevronRight } from "lucide-react";
import { type ReactElement, useId, useState } from "react";
import type { AuditLogEntry } from "#shared/management/audit.ts";
import { classNames } from "../ui/class-names.ts";
import { Time } from "../ui/time.tsx";
import { AuditDetails } from "./audit-details.tsx";
import type { NamesById } from "./changes.ts";
import { SentenceLine } from "./sentence-line.tsx";

export type AuditRowProps = {
  readonly entry: AuditLogEntry;
  readonly names: NamesById;
  /** Shows only what was done to the same thing; `null` where nothing else is shown. */
  readonly onTarget: ((targetId: string) => void) | null;
};

export function AuditRow({ entry, names, onTarget }: AuditRowProps): ReactElement {
  const [isOpen, setOpen] = useState(false);
  const details = useId();
  return (
    <li className="arow">
      <div className="arow-line">
        <button
          type="button"
          className="arow-button"
          aria-expanded={isOpen}
          aria-controls={details}
          onClick={() => setOpen(!isOpen)}
        >
          <ChevronRight size={14} aria-hidden className={classNames("chevron", isOpen && "rotate-90")} />
          <span className="min-w-0 wrap-anywhere">
            <SentenceLine entry={entry} />
          </span>
        </button>
        <span className="shrink-0 text-[13px] text-muted">
          <Time at={entry.at} />
        </span>
      </div>
      <div id={details} hidden={!isOpen}>
        {isOpen && <AuditDetails {...{ entry, names, onTarget }} />}
      </div>
    </li>
  );
}
