/** What is said of each row of an import: what would become of it, or what became of it. Pure. */
import type { KeyId } from "#shared/ids.ts";
import type { ImportedRow, ImportOutcome, ImportReport } from "#shared/management/import.ts";
import type { FieldError } from "#shared/refusals.ts";
import { existing, type Step } from "./plan-import.ts";
import type { KnownKeys } from "./read-import-facts.ts";

/** Of a dry run. */
export function foresee(steps: readonly Step[]): ImportReport {
  return toReport(
    true,
    steps.map((step, index) => foreseen(index, step)),
  );
}

/** Of an import; `known`: the keys with its digests as they are afterwards. */
export function report(steps: readonly Step[], known: KnownKeys): ImportReport {
  return toReport(
    false,
    steps.map((step, index) => became(index, step, known)),
  );
}

function foreseen(index: number, step: Step): ImportedRow {
  switch (step.kind) {
    case "refused":
      return refused(index, step.errors);
    case "exists":
      return there(index, "exists", step.id);
    case "new":
      return there(index, "would_create", null);
    case "again":
      return there(index, "exists", null);
  }
}

/** What was planned may have become another's, where two import the same at once, or nobody's, where somebody left. */
function became(index: number, step: Step, known: KnownKeys): ImportedRow {
  if (step.kind === "refused" || step.kind === "exists") return foreseen(index, step);
  const { key } = step;
  const found = key.digests.map((digest) => known.get(digest)).find((one) => one !== undefined);
  if (found === undefined) return refused(index, [CHANGED_MEANWHILE]);
  if (found.id !== key.id) return foreseen(index, existing(found, key.ownerId));
  return there(index, step.kind === "new" ? "created" : "exists", found.id);
}

const CHANGED_MEANWHILE: FieldError = {
  path: "/owner",
  message: "has just joined or left a workspace, or you have: import it again",
};

function there(index: number, outcome: ImportOutcome, id: KeyId | null): ImportedRow {
  return { index, outcome, key_id: id, errors: [] };
}

function refused(index: number, errors: readonly FieldError[]): ImportedRow {
  const inBody = errors.map(({ path, message }) => ({ path: `/keys/${index}${path}`, message }));
  return { index, outcome: "refused", key_id: null, errors: inBody };
}

function toReport(isDryRun: boolean, rows: ImportedRow[]): ImportReport {
  const count = (outcome: ImportOutcome): number => rows.filter((row) => row.outcome === outcome).length;
  return {
    dry_run: isDryRun,
    created: count(isDryRun ? "would_create" : "created"),
    exists: count("exists"),
    refused: count("refused"),
    rows,
  };
}
