/** Whether a request with a cookie was caused by one of our own pages. SameSite=Lax is the second line of defence. */
import type { AppContext } from "./app-env.ts";

const SAFE_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Reading is for everybody who holds the cookie, since no other origin sees the answer (there is no CORS for /v1).
 * Writing needs an `Origin` that is ours: browsers send it with every write (Fetch §3.2).
 */
export function isOwnPage(c: AppContext): boolean {
  if (SAFE_METHODS.has(c.req.method)) return true;
  return c.req.header("origin") === new URL(c.req.url).origin;
}
