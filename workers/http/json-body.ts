/** Middleware for routes that take a JSON body: size, media type, and text, before any schema looks at it. */
import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { BODY_BYTES_MAX } from "#shared/limits.ts";
import type { AppContext, AppEnv } from "./app-env.ts";
import { parseJsonText } from "./json-text.ts";
import { problem } from "./problem.ts";

/** 413 past {@link BODY_BYTES_MAX}, with or without a Content-Length. */
export function limitBody(): MiddlewareHandler<AppEnv> {
  return bodyLimit({
    maxSize: BODY_BYTES_MAX,
    onError: (c) => problem(c, { code: "body_too_large", bytesMax: BODY_BYTES_MAX }),
  });
}

/** RFC 9110 §8.3, with the white space that it allows around `;`. */
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;.*)?$/i;

/** 415 unless the body is declared JSON, 400 unless it is. Where `optional`, no body is an empty object. */
export function jsonBody(options: { readonly optional: boolean }): MiddlewareHandler<AppEnv> {
  return async function checkJsonBody(c, next) {
    const text = await c.req.text();
    if (text === "" && options.optional) {
      replaceBody(c, "{}");
      return next();
    }
    if (!JSON_TYPE.test(c.req.header("content-type") ?? "")) {
      return problem(c, { code: "unsupported_media_type" });
    }
    const parsed = parseJsonText(text);
    if (!parsed.ok) return problem(c, parsed.error);
    replaceBody(c, text);
    return next();
  };
}

/** What comes after, validators included, sees this as what was sent: they are picky about how JSON is declared. */
function replaceBody(c: AppContext, text: string): void {
  const headers = new Headers(c.req.raw.headers);
  headers.set("Content-Type", "application/json");
  const { cf } = c.req.raw;
  c.req.raw = new Request(c.req.url, {
    method: c.req.method,
    headers,
    body: text,
    ...(cf === undefined ? {} : { cf }),
  });
  c.req.bodyCache = {};
}
