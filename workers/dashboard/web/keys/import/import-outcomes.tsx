/** What would become, or has become, of each line of the table. Lines that are refused come first. */
import type { ReactElement } from "react";
import type { ImportedRow, ImportOutcome } from "#shared/management/import.ts";
import { Notice } from "../../ui/notice.tsx";
import { flawText, type TableRow } from "./import-table.ts";
import type { Outcome } from "./use-import.ts";

/** More lines than this are in the report alone. */
const LINES_SHOWN_MAX = 200;

const LABELS: Readonly<Record<ImportOutcome, string>> = {
  created: "Imported",
  would_create: "Will be imported",
  exists: "There already",
  refused: "Refused",
};

type ImportOutcomesProps = { readonly rows: readonly TableRow[]; readonly outcome: Outcome };

export function ImportOutcomes({ rows, outcome }: ImportOutcomesProps): ReactElement {
  const lines = outcome.rows
    .flatMap((said, index) => {
      const row = rows[index];
      return row === undefined ? [] : [{ row, said }];
    })
    .toSorted((left, right) => Number(right.said.outcome === "refused") - Number(left.said.outcome === "refused"));
  return (
    <>
      <p role="status">{summaryOf(outcome)}</p>
      {outcome.isDryRun && outcome.rows.some((row) => row.outcome === "refused") && (
        <Notice>Lines that are refused stop no other: import the rest now, and these when they are corrected.</Notice>
      )}
      <div className="import-table" tabIndex={0} role="region" aria-label="Lines of the table">
        <table>
          <thead>
            <tr>
              <th scope="col">Line</th>
              <th scope="col">Key</th>
              <th scope="col">Owner</th>
              <th scope="col">Outcome</th>
            </tr>
          </thead>
          <tbody>
            {lines.slice(0, LINES_SHOWN_MAX).map(({ row, said }) => (
              <Line key={row.line} row={row} said={said} />
            ))}
          </tbody>
        </table>
      </div>
      {lines.length > LINES_SHOWN_MAX && (
        <p className="hint">
          {lines.length - LINES_SHOWN_MAX} more lines{outcome.isDryRun ? "." : " are in the report."}
        </p>
      )}
    </>
  );
}

function Line({ row, said }: { readonly row: TableRow; readonly said: ImportedRow }): ReactElement {
  return (
    <tr>
      <td className="tabular-nums">{row.line}</td>
      <td>
        <bdi>{row.name}</bdi>
      </td>
      <td>{row.owner}</td>
      <td className={said.outcome === "refused" ? "text-bad" : undefined}>
        {LABELS[said.outcome]}
        {said.errors.map((error) => (
          <span key={error.path} className="block text-[13px]">
            {flawText(error)}
          </span>
        ))}
      </td>
    </tr>
  );
}

function summaryOf({ rows }: Outcome): string {
  const outcomes: readonly ImportOutcome[] = ["created", "would_create", "exists", "refused"];
  const counted = outcomes.flatMap((outcome) => {
    const count = rows.filter((row) => row.outcome === outcome).length;
    return count === 0 ? [] : [`${count} ${LABELS[outcome].toLowerCase()}`];
  });
  return `${counted.join(", ")}.`;
}
