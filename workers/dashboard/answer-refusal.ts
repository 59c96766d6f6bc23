/** How a refusal outside of the API is told: a page to a browser, problem details to everything else. */
import type { Refusal } from "#shared/refusals.ts";
import type { AppContext } from "#workers/http/app-env.ts";
import { problem } from "#workers/http/problem.ts";
import { docsNotFound } from "./docs/send-docs.ts";
import { problemPage } from "./pages/problem.tsx";

/** Where programs ask: they get problem details whatever they accept. A provider sends the browser itself back to us. */
const PROGRAMS = /^\/(?:v1|mcp|api(?!\/auth\/callback\/)|assets|\.well-known)(?:\/|$)/;

/** See the file. */
export function answerRefusal(c: AppContext, refusal: Refusal): Response | Promise<Response> {
  const isBrowser = /\btext\/html\b/.test(c.req.header("accept") ?? "");
  if (!isBrowser || PROGRAMS.test(c.req.path)) return problem(c, refusal);
  const isInDocs = c.req.path.startsWith("/docs/") && refusal.code === "not_found";
  return isInDocs ? docsNotFound(c) : problemPage(c, refusal);
}
