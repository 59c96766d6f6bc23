/** How an answer with one key says which state of the key it shows: an entity tag, for `If-Match` of a later change. */
import type { RouteConfig } from "@hono/zod-openapi";
import type { TypedResponse } from "hono";
import type { JSONParsed } from "hono/utils/types";
import { changedKeySchema, type ChangedKey, type Key } from "#shared/management/keys.ts";
import type { Refusal } from "#shared/refusals.ts";
import type { Result } from "#shared/result.ts";
import type { AppContext } from "#workers/http/app-env.ts";
import { replyPropagated } from "./propagated.ts";
import { json } from "./route.ts";

/** The header, as routes declare it. */
export const ETAG_HEADER = {
  ETag: {
    description: "The key's `etag` in quotes: send it as `If-Match` with a change.",
    schema: { type: "string", example: '"mb2k1x9z"' },
  },
} as const;

/** The answers of an act that changes a key. */
export const CHANGED_KEY = {
  200: {
    description: "The key, and who has heard of the change: everywhere.",
    headers: ETAG_HEADER,
    ...json(changedKeySchema),
  },
  202: {
    description: "Made, but not yet heard everywhere: see `propagation`.",
    headers: ETAG_HEADER,
    ...json(changedKeySchema),
  },
} satisfies RouteConfig["responses"];

/**
 * Says the key's tag with the answer that is made next. It tells of what people changed: the last use may differ under
 * one tag, so it is never an answer to `If-None-Match`.
 */
export function tagAnswer(c: AppContext, key: Key): void {
  c.header("ETag", `"${key.etag}"`);
}

/** See {@link replyPropagated}; with the key's tag. */
export function replyChangedKey(
  c: AppContext,
  result: Result<ChangedKey, Refusal>,
): Response & TypedResponse<JSONParsed<ChangedKey>, 200, "json"> {
  if (result.ok) tagAnswer(c, result.value.key);
  return replyPropagated(c, result);
}
