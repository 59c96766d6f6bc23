/** Headers that every answer carries, whatever answered. Pages that need more than nothing set their own CSP. */
import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "./app-env.ts";

const HEADERS = {
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  // NOTE: answers are made for one caller; what may be shared says so itself.
  "Cache-Control": "no-store",
} as const;

/** Adds what the answer does not say itself. */
export function securityHeaders(): MiddlewareHandler<AppEnv> {
  return async function setSecurityHeaders(c, next) {
    await next();
    for (const [name, value] of Object.entries(HEADERS)) {
      if (!c.res.headers.has(name)) c.res.headers.set(name, value);
    }
  };
}
