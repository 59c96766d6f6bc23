/**
 * The product as it is deployed, and beside it what the scale bench does to its storage: it fills D1 by the ten thousand
 * keys and runs the product's own reads, one at a time, telling what D1 says of them.
 */
import { WorkerEntrypoint } from "cloudflare:workers";
import { z } from "zod";
import { epochMs } from "#shared/brand.ts";
import { keyIdSchema, mintId, userIdSchema } from "#shared/ids.ts";
import { listAuditSchema } from "#shared/management/audit.ts";
import { listKeysSchema } from "#shared/management/keys.ts";
import { listAudit } from "#workers/audit/list-audit.ts";
import { settingsOf } from "#workers/env.ts";
import { PROTOCOL } from "#workers/gate/protocol.ts";
import { changeFromRow, takeLeasePage } from "#workers/gate/take-lease.ts";
import { findKey } from "#workers/keys/key-rows.ts";
import { listKeys } from "#workers/keys/list-keys.ts";
import worker from "#workers/main.ts";
import { readD1Record } from "#workers/records/d1-records.ts";
import { toKvText } from "#workers/records/credential-record.ts";
import { mintKey } from "#workers/secrets/mint-key.ts";
import { metered, type Metered } from "./metered.ts";

export { Gate } from "#workers/gate/gate.ts";

const statementSchema = z.object({ sql: z.string(), values: z.array(z.union([z.string(), z.number()])) });

const actSchema = z.discriminatedUnion("act", [
  z.object({ act: z.literal("run"), statements: z.array(statementSchema) }),
  z.object({ act: z.literal("mint"), owner: userIdSchema, workspaces: z.array(z.string()) }),
  z.object({ act: z.literal("record"), id: keyIdSchema }),
  z.object({ act: z.literal("find"), id: keyIdSchema, viewer: userIdSchema }),
  z.object({ act: z.literal("list"), viewer: userIdSchema, query: z.record(z.string(), z.string()) }),
  z.object({ act: z.literal("audit"), viewer: userIdSchema, query: z.record(z.string(), z.string()) }),
  z.object({ act: z.literal("lease"), gate: z.string() }),
  z.object({ act: z.literal("push"), gate: z.string() }),
]);
type Act = z.infer<typeof actSchema>;

/** `POST` an act: the answer is what it cost D1, and what it came to. */
export class Seed extends WorkerEntrypoint<Env> {
  override async fetch(request: Request): Promise<Response> {
    const act = actSchema.parse(await request.json());
    return Response.json(await this.#cost(act));
  }

  async #cost(act: Act): Promise<Metered> {
    const { DB: db } = this.env;
    const now = epochMs(Date.now());
    switch (act.act) {
      case "run":
        return metered(db, async () => {
          for (const { sql, values } of act.statements) {
            await db
              .prepare(sql)
              .bind(...values)
              .run();
          }
        });
      case "mint":
        return metered(db, () => this.#mint(act.owner, act.workspaces));
      case "record":
        return metered(db, async () => {
          const { record, readAt } = await readD1Record(db, { id: act.id, floor: 0 }, Date.now);
          return { bytes: record === null ? 0 : toKvText(record, readAt).length };
        });
      case "find":
        return metered(db, () => findKey(db, { userId: act.viewer, now }, act.id));
      case "list":
        return metered(db, () => listKeys(db, { userId: act.viewer, now }, listKeysSchema.parse(act.query)));
      case "audit":
        return metered(db, () => listAudit(db, act.viewer, listAuditSchema.parse(act.query)));
      case "lease":
        return metered(db, () => this.#takeLease(act.gate));
      case "push":
        return this.#push(act.gate);
    }
  }

  async #mint(owner: string, workspaces: readonly string[]): Promise<{ id: string; secret: string }> {
    const { DB: db } = this.env;
    const { id, secret, digest, hint } = await mintKey(settingsOf(this.env), mintId);
    await db.batch([
      db
        .prepare(
          `INSERT INTO keys (id, owner_id, name, hint, digest, scopes, rate_per_minute, rate_burst, created_at, updated_at,
             last_used_at) VALUES (?1, ?2, 'Bench', ?3, ?4, '["mcp:read"]', 60000000, 1000000, ?5, ?5, ?5)`,
        )
        .bind(id, owner, hint, digest, Date.now()),
      db
        .prepare("INSERT INTO key_workspaces (key_id, workspace_id) SELECT ?1, value FROM json_each(?2)")
        .bind(id, JSON.stringify(workspaces)),
    ]);
    return { id, secret: secret.reveal() };
  }

  /** As a gate that has never been asked: it reads all that was changed within the retention. */
  async #takeLease(gate: string): Promise<{ changes: number }> {
    const { leaseMs, floorRetentionMs } = settingsOf(this.env);
    let cursor: number | null = null;
    for (let changes = 0; ;) {
      const request = { gate, leaseMs, floorRetentionMs, cursor, wanted: null };
      const page = await takeLeasePage(this.env.DB, request, () => epochMs(Date.now()));
      changes += page.changes.length;
      if (page.isLast) return { changes };
      cursor = page.cursor;
    }
  }

  /** All that is in the log, to one gate, which makes it durable before it answers. */
  async #push(gate: string): Promise<Metered> {
    const sql = "SELECT seq, credential_id, version, changed_at FROM key_changes ORDER BY seq";
    const { results } = await this.env.DB.prepare(sql).all();
    const changes = results.map(changeFromRow);
    return metered(this.env.DB, async () => {
      await this.env.GATE.getByName(gate).push({ protocol: PROTOCOL, changes });
      return { changes: changes.length, bytes: JSON.stringify(changes).length };
    });
  }
}

// oxlint-disable-next-line import/no-default-export -- what workerd calls
export default worker;
