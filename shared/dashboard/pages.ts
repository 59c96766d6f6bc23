/**
 * The dashboard's pages, as both sides know them: the Worker serves the shell at these paths and nowhere else, and puts
 * what the page asks first into its HTML, so that rows are there without another round trip.
 */
import { OWN_APPS_REQUEST } from "./apps-query.ts";
import { auditQueryOf } from "./audit-query.ts";
import { keysQueryOf } from "./keys-query.ts";

/** Paths in Hono's pattern syntax; the browser's router knows the same. */
export const DASHBOARD_PATHS = [
  "/keys",
  "/keys/:id",
  "/apps",
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
  if (url.pathname === "/apps") requests.push(OWN_APPS_REQUEST);
  const workspace = url.searchParams.get("ws");
  // Without it the browser decides, by what was looked at last.
  if (workspace === null || !WORKSPACE_ID.test(workspace)) return requests;
  if (url.pathname === "/members") requests.push(`/v1/workspaces/${workspace}/members?limit=100`);
  if (url.pathname === "/audit") requests.push(...auditRequests(url.searchParams, workspace));
  return requests;
}

const WORKSPACE_ID = /^ws_\w+$/;

/** Days are the reader's own, which only the browser knows. */
function auditRequests(search: URLSearchParams, workspace: string): string[] {
  if (search.has("from") || search.has("to")) return [];
  const named = (name: string): string | undefined => search.get(name) ?? undefined;
  const wish = { workspace, action: named("action"), actor: named("actor"), target: named("target") };
  return [`/v1/audit?${new URLSearchParams(auditQueryOf(wish)).toString()}`];
}

/** Who is signed in, and their workspaces. */
const SESSION_REQUEST = "/v1/session";
