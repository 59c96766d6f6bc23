/** Middleware for pages' forms: small, and sent by one of our own pages. */
import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { AppContext, AppEnv } from "#workers/http/app-env.ts";
import { isOwnPage } from "#workers/http/own-page.ts";
import { problemPage } from "./pages/problem.tsx";

const FORM_BYTES_MAX = 128 * 1024;

/** 403 for a form of another site (or of none), 413 for a large one. */
export function ownForm(): MiddlewareHandler<AppEnv> {
  const limit = bodyLimit({
    maxSize: FORM_BYTES_MAX,
    onError: (c: Context<AppEnv>) => problemPage(c, { code: "body_too_large", bytesMax: FORM_BYTES_MAX }),
  });
  return async function refuseForeignForm(c, next) {
    return isOwnPage(c) ? limit(c, next) : problemPage(c, { code: "cross_site_request" });
  };
}

/** The text fields of a form, trimmed by nobody; of a field that comes twice the last. A broken body has none. */
export async function readForm(c: AppContext): Promise<ReadonlyMap<string, string>> {
  const body = await c.req.parseBody().catch(() => ({}));
  return new Map(Object.entries(body).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])));
}
