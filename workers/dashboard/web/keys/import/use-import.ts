/** Sends the table, a part at a time, first to hear what would become of it and then to make it so. */
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { IMPORT_ROWS_MAX } from "#shared/limits.ts";
import type { ImportedRow } from "#shared/management/import.ts";
import { answerOf, api } from "../../api/client.ts";
import { messageOf } from "../../api/problem-error.ts";
import { KEYS } from "../keys-query.ts";
import type { TableRow } from "./import-table.ts";

/** Well below the largest body that the API takes. */
const PART_LENGTH_MAX = 800_000;

/** What was said of each row; `isDryRun`: nothing was made. */
export type Outcome = { readonly isDryRun: boolean; readonly rows: readonly ImportedRow[] };

export type ImportState = {
  readonly outcome: Outcome | null;
  readonly error: string | null;
  readonly isBusy: boolean;
  readonly send: (rows: readonly TableRow[], isDryRun: boolean) => void;
  readonly forget: () => void;
};

/** One sending at a time. Rows made before one fails stay made: sent again they are there already. */
export function useImport(): ImportState {
  const queries = useQueryClient();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const isSending = useRef(false);
  const send = (rows: readonly TableRow[], isDryRun: boolean): void => {
    if (isSending.current) return;
    isSending.current = true;
    setBusy(true);
    setError(null);
    void sendAll(rows, isDryRun)
      .then((said) => setOutcome({ isDryRun, rows: said }))
      .catch((thrown: unknown) => setError(messageOf(thrown)))
      .finally(() => {
        isSending.current = false;
        setBusy(false);
        if (isDryRun) return;
        void queries.invalidateQueries({ queryKey: KEYS });
        void queries.invalidateQueries({ queryKey: ["audit"] });
      });
  };
  const forget = (): void => {
    setOutcome(null);
    setError(null);
  };
  return { outcome, error, isBusy, send, forget };
}

async function sendAll(rows: readonly TableRow[], isDryRun: boolean): Promise<ImportedRow[]> {
  const said: ImportedRow[] = [];
  for (const part of inParts(rows)) {
    const keys = part.map(({ sent }) => sent);
    const report = await answerOf(api.v1.keys.import.$post({ json: { keys, dry_run: isDryRun } }));
    said.push(...report.rows);
  }
  return said;
}

function inParts(rows: readonly TableRow[]): TableRow[][] {
  const parts: TableRow[][] = [];
  let length = 0;
  for (const row of rows) {
    const own = JSON.stringify(row.sent).length;
    const last = parts.at(-1);
    length += own;
    if (last === undefined || last.length >= IMPORT_ROWS_MAX || length > PART_LENGTH_MAX) {
      parts.push([row]);
      length = own;
    } else last.push(row);
  }
  return parts;
}
