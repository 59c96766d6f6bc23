/**
 * Imports keys of other systems by the digests of their secrets, which work on as they are. Each row is made as a whole
 * or refused by itself. A digest that is here already makes nothing: repeating an import is safe, also after an answer
 * that was lost.
 */
import { z } from "zod";
import { NO_IMPORTS_MARGIN_MS, NO_IMPORTS_VALIDITY_MS } from "#shared/limits.ts";
import { importKeySchema, type ImportKeys, type ImportReport } from "#shared/management/import.ts";
import type { FieldError, Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import type { Act } from "#workers/audit/act.ts";
import { propagate } from "#workers/changes/propagate.ts";
import type { Settings } from "#workers/env.ts";
import { fieldErrors } from "#workers/http/field-errors.ts";
import { takeAttempt, TELLING_IMPORTS } from "#workers/people/attempts.ts";
import { sleep } from "#workers/http/time-limit.ts";
import { importedDigests } from "#workers/secrets/imported-proof.ts";
import { peppersOf } from "#workers/secrets/pepper.ts";
import { hexOf, refuseOurBeginning, refuseToldSecret } from "./foreign-digest.ts";
import { foresee, report } from "./import-report.ts";
import { planImport, type ReadRow, type Step } from "./plan-import.ts";
import { readImportFacts, readKnownKeys } from "./read-import-facts.ts";
import { inBatches, writeKeys } from "./write-import.ts";

/**
 * One outcome a row, in their order. Refusal: `rate_limited`, for who has met keys of others too often. When this has answered, every secret that was created or exists works everywhere.
 * Throws when D1 fails midway: what was made until then is found as `exists` by a repeat.
 */
export async function importKeys(act: Act, wish: ImportKeys): Promise<Result<ImportReport, Refusal>> {
  const { userId } = act.principal;
  const rows = await Promise.all(wish.keys.map((raw) => readRow(act.settings, raw)));
  const good = rows.flatMap((read) => (read.ok ? [read.value] : []));
  const digests = good.flatMap((read) => read.digests);
  const facts = await readImportFacts(act.db, userId, { rows: good.map(({ row }) => row), digests });
  const steps = planImport({ userId, now: act.now, mint: act.mint }, facts, rows);
  const wait = steps.some((step) => step.kind === "refused" && step.isTold === true)
    ? await waitAfterTelling(act)
    : null;
  if (wait !== null) return err({ code: "rate_limited", retryAfterSeconds: wait });
  if (wish.dry_run) return ok(foresee(steps));
  await write(act, steps);
  const made = report(steps, await readKnownKeys(act.db, userId, digests));
  if (made.created + made.exists > 0) await outlastBeliefs(act.db);
  return ok(made);
}

/**
 * Imports that tell somebody that a digest is a key's which they do not see are few: else an import would be a way to try
 * secrets, a thousand at a time.
 */
function waitAfterTelling({ db, principal, now }: Act): Promise<number | null> {
  return takeAttempt({ db, key: `import-told:${principal.userId}`, now }, TELLING_IMPORTS);
}

/** One row by itself: its form, its digest, that it can be found, and that it does not tell its secret. */
async function readRow(settings: Settings, raw: unknown): Promise<Result<ReadRow, FieldError[]>> {
  const parsed = importKeySchema.safeParse(raw);
  if (!parsed.success) return err(fieldErrors(parsed.error));
  const hex = hexOf(parsed.data);
  if (!hex.ok) return err([hex.error]);
  const flaw = refuseOurBeginning(parsed.data, settings) ?? (await refuseToldSecret(parsed.data, hex.value));
  if (flaw !== null) return err([flaw]);
  return ok({ row: parsed.data, digests: await importedDigests(await peppersOf(settings), hex.value) });
}

async function write(act: Act, steps: readonly Step[]): Promise<void> {
  const keys = steps.flatMap((step) => (step.kind === "new" ? [step.key] : []));
  for (const batch of inBatches(keys)) {
    // NOTE: nobody can have asked for these ids before: no gate knows them as missing, so the answer need not wait.
    act.waitUntil(propagate(act, await writeKeys(act, batch)));
  }
}

/**
 * Waits until no isolate believes any more that nothing is imported, unless something has been for longer than that. By
 * D1's clock, which wrote down when.
 */
async function outlastBeliefs(db: D1Database): Promise<void> {
  const waitMs = NO_IMPORTS_VALIDITY_MS + NO_IMPORTS_MARGIN_MS;
  const row = await db.prepare(ANY_IMPORTED_BEFORE).bind(waitMs).first();
  if (longAgoRow.parse(row).found === 0) await sleep(waitMs);
}

const longAgoRow = z.object({ found: z.number() });

/** Whether anything was imported `?1` milliseconds ago, and is there. */
const ANY_IMPORTED_BEFORE = `
SELECT EXISTS (SELECT 1 FROM keys WHERE imported_at <= CAST(unixepoch('subsec') * 1000 AS INTEGER) - ?1) AS found`;
