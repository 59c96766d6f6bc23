/** How a credential was used: counts by time, operation, outcome, client and country. Late by at most one flush. */
import { z } from "zod";
import { type EpochMs, epochMs } from "#shared/brand.ts";
import type { CredentialId } from "#shared/ids.ts";
import { DAY_MS } from "#shared/limits.ts";
import type { Usage, UsageQuery } from "#shared/management/usage.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";

const HOUR_MS = 60 * 60 * 1000;
const BUCKET_MS = { hour: HOUR_MS, day: DAY_MS } as const;
const DEFAULT_SPAN_MS = 14 * DAY_MS;
const SPAN_MAX_MS = { hour: 31 * DAY_MS, day: 400 * DAY_MS } as const;
/** Labels listed per breakdown, the largest first. */
const LABELS_MAX = 50;

type Span = { readonly from: EpochMs; readonly to: EpochMs; readonly bucketMs: number };

/** Refusal: `invalid_request` for a span that is empty or too long. Whether it may be seen is for the caller. */
export async function readUsage(
  db: D1Database,
  query: UsageQuery & { readonly credentialId: CredentialId; readonly now: EpochMs },
): Promise<Result<Usage, Refusal>> {
  const span = spanOf(query);
  if (!span.ok) return span;
  const { from, to, bucketMs } = span.value;
  const statements = [
    db.prepare(BY_BUCKET).bind(query.credentialId, from, to, bucketMs),
    ...["surface, operation", "outcome", "client", "country"].map((columns) =>
      db
        .prepare(
          `SELECT ${columns}, sum(count) AS total ${IN_SPAN} GROUP BY ${columns} HAVING total > 0 ORDER BY total DESC LIMIT ${LABELS_MAX}`,
        )
        .bind(query.credentialId, from, to),
    ),
  ];
  const [buckets, operations, outcomes, clients, countries] = await db.batch(statements);
  return ok({
    from: iso(from),
    to: iso(to),
    bucket: query.bucket,
    ...toBuckets(span.value, rows(buckets, bucketRow)),
    by_operation: rows(operations, operationRow).map(({ surface, operation, total }) => ({
      surface,
      operation,
      count: total,
    })),
    by_outcome: rows(outcomes, outcomeRow).map(({ outcome, total }) => ({ outcome, count: total })),
    by_client: rows(clients, clientRow).map(({ client, total }) => ({ label: client, count: total })),
    by_country: rows(countries, countryRow).map(({ country, total }) => ({ label: country, count: total })),
  });
}

/** The bucket that `from` lies in counts whole. */
function spanOf(query: UsageQuery & { readonly now: EpochMs }): Result<Span, Refusal> {
  const to = query.to === undefined ? query.now : Date.parse(query.to);
  const wished = query.from === undefined ? to - DEFAULT_SPAN_MS : Date.parse(query.from);
  const bucketMs = BUCKET_MS[query.bucket];
  const from = wished - (((wished % bucketMs) + bucketMs) % bucketMs);
  if (wished >= to) return refused("from", "must be before `to`");
  if (to - from > SPAN_MAX_MS[query.bucket] + bucketMs) return refused("from", "the span is too long for this bucket");
  return ok({ from: epochMs(from), to: epochMs(to), bucketMs });
}

function refused(path: string, message: string): Result<never, Refusal> {
  return err({ code: "invalid_request", errors: [{ path, message }] });
}

const bucketRow = z.object({ start: z.number(), ok: z.number(), failed: z.number(), refused: z.number() });
const operationRow = z.object({ surface: z.enum(["mcp", "rest"]), operation: z.string(), total: z.number() });
const outcomeRow = z.object({ outcome: z.string(), total: z.number() });
const clientRow = z.object({ client: z.string(), total: z.number() });
const countryRow = z.object({ country: z.string(), total: z.number() });

function rows<Row>(result: D1Result | undefined, schema: z.ZodType<Row>): Row[] {
  return (result?.results ?? []).map((row) => schema.parse(row));
}

/** Every bucket of the span, also those that nothing was counted in. */
function toBuckets(span: Span, counted: readonly z.infer<typeof bucketRow>[]): Pick<Usage, "totals" | "buckets"> {
  const byStart = new Map(counted.map((row) => [row.start, row]));
  const buckets = Array.from({ length: Math.ceil((span.to - span.from) / span.bucketMs) }, (_, index) => {
    const start = span.from + index * span.bucketMs;
    const { ok: good, failed, refused: turnedAway } = byStart.get(start) ?? NOTHING;
    return { start: iso(start), ok: good, failed, refused: turnedAway, total: good + failed + turnedAway };
  });
  const totals = { ok: 0, failed: 0, refused: 0, total: 0 };
  for (const bucket of buckets) {
    totals.ok += bucket.ok;
    totals.failed += bucket.failed;
    totals.refused += bucket.refused;
    totals.total += bucket.total;
  }
  return { totals, buckets };
}

const NOTHING = { ok: 0, failed: 0, refused: 0 };

function iso(at: number): string {
  return new Date(at).toISOString();
}

const IN_SPAN = "FROM usage_hourly WHERE credential_id = ?1 AND hour >= ?2 AND hour < ?3";

const BY_BUCKET = `
SELECT hour - hour % ?4 AS start,
  sum(CASE WHEN outcome = 'ok' THEN count ELSE 0 END) AS ok,
  sum(CASE WHEN outcome IN ('forbidden', 'client_error', 'server_error') THEN count ELSE 0 END) AS failed,
  sum(CASE WHEN outcome NOT IN ('ok', 'forbidden', 'client_error', 'server_error') THEN count ELSE 0 END) AS refused
${IN_SPAN} GROUP BY start ORDER BY start`;
