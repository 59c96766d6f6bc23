/** The status of an answer that carries a receipt: 200 when the change is true everywhere, 202 while it is not yet. */
import type { TypedResponse } from "hono";
import type { JSONParsed } from "hono/utils/types";
import type { Propagation } from "#shared/propagation.ts";
import type { Refusal } from "#shared/refusals.ts";
import type { Result } from "#shared/result.ts";
import type { AppContext } from "#workers/http/app-env.ts";
import { reply } from "#workers/http/problem.ts";

/** See {@link reply}. */
export function replyPropagated<T extends { readonly propagation: Propagation }>(
  c: AppContext,
  result: Result<T, Refusal>,
): Response & TypedResponse<JSONParsed<T>, 200, "json"> {
  const response = reply(c, result, 200);
  if (!result.ok || result.value.propagation.state === "everywhere") return response;
  const pending = new Response(response.body, { status: 202, headers: response.headers });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- 202 has the body of 200: both are declared alike
  return pending as Response & TypedResponse<JSONParsed<T>, 200, "json">;
}
