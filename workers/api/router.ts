/** An empty router for a route group: its input errors become problem details. */
import { OpenAPIHono } from "@hono/zod-openapi";
import type { FieldError } from "#shared/refusals.ts";
import type { AppEnv } from "#workers/http/app-env.ts";
import { fieldErrors } from "#workers/http/field-errors.ts";
import { problem } from "#workers/http/problem.ts";

/** Every route group starts from this one, so that bad input is answered alike. */
export function router(): OpenAPIHono<AppEnv> {
  return new OpenAPIHono<AppEnv>({
    defaultHook: (result, c) => {
      if (result.success) return undefined;
      const errors = fieldErrors(result.error).map(result.target === "json" ? asInBody : asParameter);
      return problem(c, { code: "invalid_request", errors });
    },
  });
}

function asInBody(error: FieldError): FieldError {
  return error;
}

/** Of a parameter the path is its name. */
function asParameter({ path, message }: FieldError): FieldError {
  return { path: path.slice(1), message };
}
