/**
 * What clients probe and is not here: quick JSON answers that say what is. OAuth's own addresses are `workers/oauth`'s;
 * what comes here is another one, or was asked for where OAuth is not spoken. Whether a key was sent is looked at, and
 * no key is checked; nothing is stored, nothing is counted.
 *
 * Each answer was learned from real clients: a 404 that is not JSON, or a page with status 200, makes them fail with a
 * parse error instead of showing why the key was refused; the sentence of `/register` is what several of them display.
 */
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import { KEY_ADVICE } from "#shared/refusals.ts";
import { bringsKey } from "#workers/access/brings-key.ts";
import type { AppContext, AppEnv } from "#workers/http/app-env.ts";
import { isOAuthOrigin, RESOURCE_METADATA_PATH } from "#workers/http/origin.ts";
import { openToBrowsers, preflight } from "./cors.ts";

/** A client registration (RFC 7591 §2) is a few hundred bytes. */
const REGISTRATION_BYTES_MAX = 64 * 1024;

const registrationSchema = z.object({ redirect_uris: z.array(z.unknown()) });

/**
 * RFC 8414, RFC 9728 and OpenID discovery, at the root, with `/mcp` behind, and below `/mcp`: all but the two documents
 * that are there. The first revision of MCP's authorization had default addresses too: `/register`, `/authorize`.
 */
const METADATA = ["/.well-known/:document{(?:oauth-.+|openid-configuration.*)}", "/mcp/.well-known/:document{.+}"];

export const discoveryRoutes = new Hono<AppEnv>();

for (const path of METADATA) {
  discoveryRoutes.use(path, openToBrowsers()).options(path, preflight).all(path, notFound);
}
discoveryRoutes
  .use("/register", openToBrowsers())
  .options("/register", preflight)
  .post("/register", bodyLimit({ maxSize: REGISTRATION_BYTES_MAX, onError: notFound }), (c) => refuseRegistration(c))
  .use("/authorize", openToBrowsers())
  .get("/authorize", explainInABrowser);

function notFound(c: AppContext): Response {
  return c.json({ error: "not_found", error_description: explanation(c) }, 404);
}

/** RFC 7591 §3.2.2. Only a body of that shape: `/register` may be a page's address too. */
async function refuseRegistration(c: AppContext): Promise<Response> {
  const body = registrationSchema.safeParse(await c.req.json().catch(() => null));
  if (!body.success) return notFound(c);
  return c.json({ error: "invalid_client_metadata", error_description: explanation(c) }, 400);
}

function explainInABrowser(c: AppContext): Response {
  c.header("Content-Security-Policy", "default-src 'none'");
  return c.html(
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Not here</title><p>${explanation(c)}</p></html>`,
    400,
  );
}

/** The origin is as the URL parser wrote it, which leaves nothing that HTML or JSON would read otherwise. */
function explanation(c: AppContext): string {
  if (bringsKey(c)) return KEY_ADVICE;
  const { origin } = new URL(c.req.url);
  const withKey = `Put your API key in the Authorization header: ${origin}/docs`;
  return isOAuthOrigin(origin)
    ? `Nothing is here. ${withKey}. Or connect by OAuth: ${origin}${RESOURCE_METADATA_PATH}`
    : `OAuth needs https, so this server takes API keys only. ${withKey}`;
}
