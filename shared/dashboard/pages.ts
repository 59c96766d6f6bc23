/**
 * The dashboard's pages, as both sides know them: the Worker serves the shell at these paths and nowhere else, and puts
 * what the page asks first into its HTML, so that rows are there without another round trip.
 */
import { keysQueryOf } from "./keys-query.ts";

/** Paths in Hono's pattern syntax; the browser's router knows the same. */
export const DASHBOARD_PATHS = [
  "/keys",
  "/keys/:id",
  "/events",
  "/documents",
  "/documents/:id",
  "/production",
  "/automations",
  "/members",
  "/audit",
  "/settings",
] as const;

/** The API requests, as path and query, that the page at `url` makes first. The person's own comes before all others. */
export function firstRequests(url: URL): readonly string[] {
  const requests = [SESSION_REQUEST];
  if (url.pathname === "/keys") requests.push(`/v1/keys?${keysQueryOf(url.searchParams).toString()}`);
  return requests;
}

/** Who is signed in, and their workspaces. */
export const SESSION_REQUEST = "/v1/session";
