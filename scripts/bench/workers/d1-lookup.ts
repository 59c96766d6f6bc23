/**
 * The peer that most people write first: the key's SHA-256 is looked up in D1, and the last use is written after the
 * answer, for each request. No scopes, no limits, no usage; always current.
 */
import { WorkerEntrypoint } from "cloudflare:workers";
import { Hono } from "hono";
import { ANSWER } from "./answer.ts";

type PeerEnv = { readonly DB: D1Database };

const GOOD = "peer_4fJt0sWcRz81LkQe9dPkY3uNhA7vCbXe";

/** `POST` makes the key and answers its secret, `DELETE` revokes it. */
export class Seed extends WorkerEntrypoint<PeerEnv> {
  override async fetch(request: Request): Promise<Response> {
    const { DB: db } = this.env;
    if (request.method === "DELETE") {
      await db.prepare("UPDATE api_key SET revoked_at = 1").run();
      return new Response(null, { status: 204 });
    }
    await db.batch([
      db.prepare(
        "CREATE TABLE api_key (id TEXT PRIMARY KEY, digest TEXT NOT NULL UNIQUE, revoked_at INTEGER, last_used_at INTEGER)",
      ),
      db.prepare("INSERT INTO api_key (id, digest) VALUES ('key_1', ?1)").bind(await digestOf(GOOD)),
    ]);
    return Response.json({ secrets: [GOOD] });
  }
}

const app = new Hono<{ Bindings: PeerEnv }>().get("/v1/me", async (c) => {
  const { DB: db } = c.env;
  const secret = c.req.header("authorization")?.slice("Bearer ".length) ?? "";
  const key = await db
    .prepare("SELECT id FROM api_key WHERE digest = ?1 AND revoked_at IS NULL")
    .bind(await digestOf(secret))
    .first<{ id: string }>();
  if (key === null) return c.json({ error: "unauthorized" }, 401);
  c.executionCtx.waitUntil(
    db.prepare("UPDATE api_key SET last_used_at = ?2 WHERE id = ?1").bind(key.id, Date.now()).run(),
  );
  return c.json(ANSWER);
});

async function digestOf(secret: string): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(secret))).toHex();
}

// oxlint-disable-next-line import/no-default-export -- what workerd calls
export default { fetch: app.fetch } satisfies ExportedHandler<PeerEnv>;
