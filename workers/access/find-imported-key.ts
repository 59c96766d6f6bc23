/**
 * Which imported key is this text? One lookup in D1, by digest, and only where anything was ever imported: nothing in a
 * foreign text proves where it is from, as the tag of a key does that was minted here.
 */
import { z } from "zod";
import { type EpochMs, epochMs } from "#shared/brand.ts";
import { keyIdSchema } from "#shared/ids.ts";
import { D1_TIMEOUT_MS, RETRY_AFTER_SECONDS } from "#shared/limits.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import type { Settings } from "#workers/env.ts";
import { describeError, logEvent } from "#workers/http/log.ts";
import { withinMs } from "#workers/http/time-limit.ts";
import { type ImportedDigests, importedDigestsOf } from "#workers/secrets/imported-proof.ts";
import { secretDigestSchema } from "#workers/secrets/key-proof.ts";
import { peppersOf } from "#workers/secrets/pepper.ts";
import type { ImportedKey, ImportedKeys } from "./imported-keys.ts";

export type LookupMeans = { readonly env: Env; readonly settings: Settings; readonly imported: ImportedKeys };

/** Who sent the text, and whose misses are counted; `null`: nobody's, for who asks has a limit of their own. */
export type Sender = { readonly address: string | null } | null;

export type Lookup = { readonly text: string; readonly sender: Sender };

/**
 * The key; refusals: `malformed_key` (nothing is imported here), `unknown_key`, `rate_limited` (the address has asked for
 * too much that is not there), `verification_unavailable`. A key that was found before costs no I/O.
 */
export async function findImportedKey(means: LookupMeans, lookup: Lookup): Promise<Result<ImportedKey, Refusal>> {
  const { imported } = means;
  const now = epochMs(Date.now());
  if (imported.exist(now) === false) return err({ code: "malformed_key" });
  const digests = await importedDigestsOf(await peppersOf(means.settings), lookup.text);
  const known = imported.find(digests);
  if (known !== null) return ok(known);
  const retryAfterSeconds = lookup.sender === null ? 0 : imported.misses.secondsToWait(lookup.sender.address, now);
  if (retryAfterSeconds > 0) return err({ code: "rate_limited", retryAfterSeconds });
  try {
    if (!(await anyExist(means, now))) return err({ code: "malformed_key" });
    const found = await withinMs(readImportedKey(means.env.DB, digests, now), D1_TIMEOUT_MS);
    if (found === null) return missed(means, lookup, { code: "unknown_key" });
    imported.remember(found);
    return ok(found);
  } catch (error) {
    logEvent("warn", "import_lookup_failed", { error: describeError(error) });
    // Not counted: it says nothing of the text, and its sender would wait when D1 has long been back.
    return err({ code: "verification_unavailable", retryAfterSeconds: RETRY_AFTER_SECONDS });
  }
}

function missed({ imported }: LookupMeans, { sender }: Lookup, refusal: Refusal): Result<never, Refusal> {
  if (sender !== null) imported.misses.count(sender.address, epochMs(Date.now()));
  return err(refusal);
}

async function anyExist({ env, imported }: LookupMeans, askedAt: EpochMs): Promise<boolean> {
  const known = imported.exist(askedAt);
  if (known !== null) return known;
  const row = await withinMs(env.DB.prepare(ANY_IMPORTED).first(), D1_TIMEOUT_MS);
  const exist = anyRow.parse(row).found !== 0;
  imported.learn(exist, askedAt);
  return exist;
}

const anyRow = z.object({ found: z.number() });

async function readImportedKey(db: D1Database, digests: ImportedDigests, now: EpochMs): Promise<ImportedKey | null> {
  const [current, previous = current] = digests;
  const row = await db.prepare(FIND_IMPORTED).bind(current, previous, now).first();
  return row === null ? null : foundRow.parse(row);
}

const foundRow = z.object({ id: keyIdSchema, digest: secretDigestSchema });

/** Whether there are any. */
const ANY_IMPORTED = "SELECT EXISTS (SELECT 1 FROM keys WHERE imported_at IS NOT NULL) AS found";

/** By one of two digests, `?1` and `?2`, which a rotation may have made the one before; `?3` is now. */
const FIND_IMPORTED = `
SELECT id, digest, 0 AS is_previous FROM keys WHERE digest IN (?1, ?2) AND imported_at IS NOT NULL
UNION ALL
SELECT id, previous_digest, 1 FROM keys
WHERE previous_digest IN (?1, ?2) AND previous_expires_at > ?3 AND imported_at IS NOT NULL
ORDER BY is_previous LIMIT 1`;
