/** What a throw is to the caller, on any surface: an outage, a lost race, or a bug that says nothing of itself. */
import { RETRY_AFTER_SECONDS } from "#shared/limits.ts";
import type { Refusal } from "#shared/refusals.ts";
import { isMissingReference, isStorageOutage } from "#workers/db/storage-unavailable.ts";
import { describeError, logEvent } from "./log.ts";

/** Logs the throw under the request's id. */
export function refusalOfThrow(thrown: unknown, requestId: string): Refusal {
  logEvent("error", "request_failed", { request_id: requestId, error: describeError(thrown) });
  if (isStorageOutage(thrown)) return { code: "storage_unavailable", retryAfterSeconds: RETRY_AFTER_SECONDS };
  if (isMissingReference(thrown)) {
    return { code: "conflict", reason: "Something that this refers to was deleted at the same time." };
  }
  return { code: "internal_error" };
}
