/** Imports keys of another system from a table: paste or choose it, see what would become of each line, import. */
import { type ReactElement, useState } from "react";
import { useSession } from "../../api/session.ts";
import { Button } from "../../ui/button.tsx";
import { Modal } from "../../ui/modal.tsx";
import { Notice } from "../../ui/notice.tsx";
import { ImportForm } from "./import-form.tsx";
import { ImportOutcomes } from "./import-outcomes.tsx";
import { readTable, reportOf, type TableRow } from "./import-table.ts";
import { type Outcome, useImport } from "./use-import.ts";

type ImportKeysProps = { readonly open: boolean; readonly onClose: () => void };

export function ImportKeys({ open, onClose }: ImportKeysProps): ReactElement {
  const { workspaces } = useSession();
  const [text, setText] = useState("");
  const [rows, setRows] = useState<readonly TableRow[]>([]);
  const [flaw, setFlaw] = useState<string | undefined>();
  const { outcome, error, isBusy, send, forget } = useImport();
  const preview = (): void => {
    const read = readTable(text, workspaces);
    setFlaw(read.ok ? undefined : read.error);
    if (!read.ok) return;
    setRows(read.value);
    send(read.value, true);
  };
  const change = (next: string): void => {
    setText(next);
    setFlaw(undefined);
  };
  return (
    <Modal
      open={open}
      onClose={onClose}
      locked={isBusy}
      width="wide"
      title={titleOf(outcome)}
      description={DESCRIPTION}
      footer={
        <Footer
          outcome={outcome}
          isBusy={isBusy}
          onClose={onClose}
          onBack={forget}
          onImport={() => send(rows, false)}
          onReport={() => download(reportOf(rows, outcome?.rows ?? []))}
        />
      }
    >
      <div className="flex flex-col gap-4">
        {error !== null && (
          <div role="alert">
            <Notice tone="bad">{error} Lines that were imported until then are found again, and not made twice.</Notice>
          </div>
        )}
        {outcome === null ? (
          <ImportForm text={text} flaw={flaw} onText={change} onSubmit={preview} />
        ) : (
          <ImportOutcomes rows={rows} outcome={outcome} />
        )}
      </div>
    </Modal>
  );
}

const DESCRIPTION =
  "Keys of another system go on working as they are. You give the SHA-256 of each secret, never the secret itself.";

function titleOf(outcome: Outcome | null): string {
  if (outcome === null) return "Import keys";
  return outcome.isDryRun ? "Look before you import" : "Import report";
}

type FooterProps = {
  readonly outcome: Outcome | null;
  readonly isBusy: boolean;
  readonly onClose: () => void;
  readonly onBack: () => void;
  readonly onImport: () => void;
  readonly onReport: () => void;
};

function Footer({ outcome, isBusy, onClose, onBack, onImport, onReport }: FooterProps): ReactElement {
  if (outcome === null) {
    return (
      <>
        <Button disabled={isBusy} onClick={onClose}>
          Cancel
        </Button>
        <Button variant="primary" type="submit" form="import-keys" loading={isBusy}>
          Preview
        </Button>
      </>
    );
  }
  if (!outcome.isDryRun) {
    return (
      <>
        <Button onClick={onReport}>Download report</Button>
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      </>
    );
  }
  const count = outcome.rows.filter((row) => row.outcome === "would_create").length;
  return (
    <>
      <Button disabled={isBusy} onClick={onBack}>
        Back
      </Button>
      <Button variant="primary" loading={isBusy} disabled={count === 0} onClick={onImport}>
        {count === 1 ? "Import 1 key" : `Import ${count} keys`}
      </Button>
    </>
  );
}

/** Hands the report to the browser as a file. */
function download(csv: string): void {
  const url = URL.createObjectURL(new Blob([csv], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = "import-report.csv";
  link.click();
  URL.revokeObjectURL(url);
}
