/**
 * Browsers at `/mcp`: public CORS without credentials, so that an inspector in a page can read every answer, refusals
 * included, and a check of Origin (2026-07-28, Streamable HTTP, "Security warning": servers MUST validate it).
 */
import type { MiddlewareHandler } from "hono";
import type { AppContext, AppEnv } from "#workers/http/app-env.ts";

/** What browsers may send when they do not say what they want to. `*` would not cover Authorization (Fetch §3.2.5). */
const REQUEST_HEADERS = [
  "Authorization",
  "X-Api-Key",
  "Content-Type",
  "Accept",
  "Mcp-Protocol-Version",
  "Mcp-Method",
  "Mcp-Name",
  "Mcp-Session-Id",
  "Last-Event-ID",
  "traceparent",
].join(", ");
const READABLE_HEADERS = "WWW-Authenticate, Retry-After, X-Request-Id, RateLimit, RateLimit-Policy";
const PREFLIGHT_SECONDS = 24 * 60 * 60;
/** Header names with commas and spaces between: what may be repeated into an answer. */
const HEADER_LIST = /^[\w-]+(?:,\s*[\w-]+){0,63}$/;
const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Lets pages read what follows, keeps it out of caches, and out of the Referer of links (a URL may carry a key). */
export function openToBrowsers(): MiddlewareHandler<AppEnv> {
  return async function setBrowserHeaders(c, next) {
    await next();
    const { headers } = c.res;
    headers.set("Access-Control-Allow-Origin", "*");
    headers.set("Access-Control-Expose-Headers", READABLE_HEADERS);
    headers.set("Cache-Control", "no-store");
    headers.set("Referrer-Policy", "no-referrer");
  };
}

/** The answer to a preflight, before any credential: browsers send none. The list asked for covers `Mcp-Param-*`. */
export function preflight(c: AppContext): Response {
  const asked = c.req.header("access-control-request-headers") ?? "";
  c.header("Access-Control-Allow-Methods", "GET, POST, DELETE, OPTIONS");
  c.header("Access-Control-Allow-Headers", HEADER_LIST.test(asked) ? asked : REQUEST_HEADERS);
  c.header("Access-Control-Max-Age", String(PREFLIGHT_SECONDS));
  c.header("Vary", "Access-Control-Request-Headers");
  return c.body(null, 204);
}

/**
 * Whether a page of the request's Origin may call; `allowed` is the deployment's own list. No Origin is no browser.
 * `null` is refused: any sandboxed page has it. The own origin counts only by https: by http, a name that was rebound to
 * this machine would be its own origin too.
 */
export function isAllowedOrigin(request: Request, allowed: readonly string[]): boolean {
  const origin = request.headers.get("origin");
  if (origin === null) return true;
  const url = URL.parse(origin);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) return false;
  if (LOOPBACK.has(url.hostname)) return true;
  const own = new URL(request.url);
  return (own.protocol === "https:" && url.origin === own.origin) || allowed.includes(origin);
}
