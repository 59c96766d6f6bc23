/** The one place where a throw becomes an answer: outages are 503, everything else is a bug and says nothing of itself. */
import { RETRY_AFTER_SECONDS } from "#shared/limits.ts";
import { isStorageOutage } from "#workers/db/storage-unavailable.ts";
import type { AppContext } from "./app-env.ts";
import { describeError, logEvent } from "./log.ts";
import { problem } from "./problem.ts";

/** Hono's `onError`. */
export function onError(thrown: Error, c: AppContext): Response {
  logEvent("error", "request_failed", { request_id: c.get("requestId"), error: describeError(thrown) });
  if (isStorageOutage(thrown)) {
    return problem(c, { code: "storage_unavailable", retryAfterSeconds: RETRY_AFTER_SECONDS });
  }
  return problem(c, { code: "internal_error" });
}
