/**
 * Fills a fresh D1 and KV, and revokes a key, on a socket of its own, so that no measured request passes it. Keys are
 * minted, written to KV and revoked by the product's own code; rows are written by SQL, which needs no session.
 */
import { WorkerEntrypoint } from "cloudflare:workers";
import { z } from "zod";
import { epochMs } from "#shared/brand.ts";
import { type KeyId, keyIdSchema, mintId } from "#shared/ids.ts";
import { settingsOf } from "#workers/env.ts";
import { revokeKey } from "#workers/keys/revoke-key.ts";
import { readD1Record } from "#workers/records/d1-records.ts";
import { writeKvRecord } from "#workers/records/kv-records.ts";
import { mintKey } from "#workers/secrets/mint-key.ts";
import { SEEDED } from "./seeded.ts";

const wishSchema = z.object({
  /** The statements of all migrations. */
  migrations: z.array(z.string()),
  keys: z.number(),
});

/** `POST` a wish once: the answer is the secrets of the keys that were made. `DELETE` revokes the first of them. */
export class Seed extends WorkerEntrypoint<Env> {
  override async fetch(request: Request): Promise<Response> {
    if (request.method === "DELETE") return this.#revoke();
    const wish = wishSchema.parse(await request.json());
    const { DB: db } = this.env;
    await db.batch(wish.migrations.map((statement) => db.prepare(statement)));
    await this.#makeOwner();
    const secrets: string[] = [];
    for (let made = 0; made < wish.keys; made += 1) secrets.push(await this.#makeKey());
    return Response.json({ secrets });
  }

  async #makeOwner(): Promise<void> {
    const { DB: db } = this.env;
    const { user, workspace, workspaceName, role } = SEEDED;
    await db.batch([
      db
        .prepare(
          "INSERT INTO user (id, name, email, email_verified, created_at, updated_at) VALUES (?1, 'Ada', ?1, 1, 0, 0)",
        )
        .bind(user),
      db
        .prepare("INSERT INTO workspace (id, name, slug, created_at) VALUES (?1, ?2, 'bench', 0)")
        .bind(workspace, workspaceName),
      db
        .prepare("INSERT INTO member (id, workspace_id, user_id, role, created_at) VALUES ('mem_bench', ?1, ?2, ?3, 0)")
        .bind(workspace, user, role),
    ]);
  }

  async #makeKey(): Promise<string> {
    const { DB: db } = this.env;
    const { id, secret, digest, hint } = await mintKey(settingsOf(this.env), mintId);
    const insert = db.prepare(
      `INSERT INTO keys (id, owner_id, name, hint, digest, scopes, rate_per_minute, rate_burst, created_at, updated_at,
         last_used_at)
       VALUES (?1, ?2, 'Bench', ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?8)`,
    );
    const { user, workspace, scopes, rate } = SEEDED;
    await db.batch([
      insert.bind(id, user, hint, digest, JSON.stringify(scopes), rate.perMinute, rate.burst, Date.now()),
      db.prepare("INSERT INTO key_workspaces (key_id, workspace_id) VALUES (?1, ?2)").bind(id, workspace),
    ]);
    await this.#fillKv(id);
    return secret.reveal();
  }

  async #fillKv(id: KeyId): Promise<void> {
    const { record, readAt } = await readD1Record(this.env.DB, { id, floor: 0 }, () => epochMs(Date.now()));
    if (record === null) throw new Error("a key that was just made is not there");
    const records = { kv: this.env.KV, kvValidityMs: settingsOf(this.env).kvValidityMs };
    await writeKvRecord(records, record, readAt);
  }

  async #revoke(): Promise<Response> {
    const id = await this.env.DB.prepare("SELECT id FROM keys ORDER BY rowid LIMIT 1").first("id");
    const act = {
      env: this.env,
      settings: settingsOf(this.env),
      db: this.env.DB,
      now: epochMs(Date.now()),
      mint: mintId,
      waitUntil: (work: Promise<unknown>): void => {
        this.ctx.waitUntil(work);
      },
      ip: null,
      userAgent: null,
      requestId: "req_bench",
      principal: {
        credential: { kind: "key", id: keyIdSchema.parse(id) },
        userId: SEEDED.user,
        scopes: ["keys:manage"],
        workspaces: [{ id: SEEDED.workspace, role: SEEDED.role }],
        allowedTools: null,
      },
    } as const;
    const revoked = await revokeKey(act, keyIdSchema.parse(id));
    const isEverywhere = revoked.ok && revoked.value.propagation.state === "everywhere";
    return new Response(JSON.stringify(revoked), { status: isEverywhere ? 200 : 500 });
  }
}
