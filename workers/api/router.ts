/** An empty router for a route group: its input errors become problem details. */
import { OpenAPIHono } from "@hono/zod-openapi";
import type { AppEnv } from "#workers/http/app-env.ts";
import { fieldErrors } from "#workers/http/field-errors.ts";
import { problem } from "#workers/http/problem.ts";

/** Every route group starts from this one, so that bad input is answered alike. */
export function router(): OpenAPIHono<AppEnv> {
  return new OpenAPIHono<AppEnv>({
    defaultHook: (result, c) =>
      result.success ? undefined : problem(c, { code: "invalid_request", errors: fieldErrors(result.error) }),
  });
}
