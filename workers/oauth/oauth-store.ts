/**
 * What the authorization server's library takes for its KV namespace, on D1: clients, grants, hashed tokens, consents
 * that wait for an answer. Strong where KV is eventual, and stricter than KV in what the library leaves to luck: of two
 * writes to one grant that read the same the first wins, a consent is used once, and nothing is written of a grant whose
 * app was disconnected meanwhile.
 */
import { AuthorizationError } from "@cloudflare/workers-oauth-provider";
import { z } from "zod";
import { type AppId, appIdSchema } from "#shared/ids.ts";
import { CLIENT_UNUSED_SECONDS, TOKENS_PER_APP_MAX } from "#shared/limits.ts";

/** The grant that a request works on was changed by another one, or its app is gone: nothing was written. Ask again. */
export class GrantMoved extends Error {
  override readonly name = "GrantMoved";
}

/** Of KV's options those that the library uses; times in seconds. */
export type PutOptions = {
  readonly expirationTtl?: number | undefined;
  readonly expiration?: number | undefined;
  readonly metadata?: unknown;
};
export type ListOptions = {
  readonly prefix?: string | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | null | undefined;
};
export type ListedKey = { readonly name: string; readonly expiration?: number; readonly metadata?: unknown };
export type Listed =
  | { readonly keys: ListedKey[]; readonly list_complete: true }
  | { readonly keys: ListedKey[]; readonly list_complete: false; readonly cursor: string };

const listedRow = z.object({ key: z.string(), metadata: z.string().nullable(), expires_at: z.number().nullable() });

/** KV's own page. */
const LIST_LIMIT_MAX = 1000;

/** One request's view of the store: it remembers which grants the request has read, and as what. */
export class OAuthStore {
  readonly #db: D1Database;
  readonly #read = new Map<string, string>();

  constructor(db: D1Database) {
    this.#db = db;
  }

  /** As KV's: the text, or what the JSON says; `null` for what is not there or has expired. */
  async get(key: string, options?: "json" | { readonly type?: string }): Promise<unknown> {
    const value = await this.#db
      .prepare("SELECT value FROM oauth_store WHERE key = ?1 AND (expires_at IS NULL OR expires_at > ?2)")
      .bind(key, Date.now())
      .first<string>("value");
    if (value === null) return null;
    if (isGrant(key)) this.#read.set(key, value);
    const type = typeof options === "string" ? options : options?.type;
    return type === "json" ? JSON.parse(value) : value;
  }

  /** As KV's. Throws {@link GrantMoved} for a grant that is not as it was read, and for a token without its app. */
  async put(key: string, value: string, options: PutOptions = {}): Promise<void> {
    const row = {
      key,
      value,
      metadata: options.metadata === undefined ? null : JSON.stringify(options.metadata),
      expiresAt: expiryOf(options),
    };
    if (key.startsWith("token:")) return this.#putToken(row);
    if (isGrant(key)) return this.#putGrant(row);
    const first = key.startsWith("client:") ? unusedUntil(row.expiresAt) : row.expiresAt;
    await this.#db.prepare(UPSERT).bind(row.key, row.value, row.metadata, row.expiresAt, first).run();
  }

  /** As KV's, but that a consent which somebody else has used is refused: KV's `get`, then `delete` would let both pass. */
  async delete(key: string): Promise<void> {
    const gone = await this.#db.prepare("DELETE FROM oauth_store WHERE key = ?1 RETURNING key").bind(key).first();
    if (gone === null && key.startsWith("transaction:")) {
      throw new AuthorizationError("invalid_request", { description: "This authorization was already used" });
    }
  }

  /** As KV's, in the order of keys. */
  async list({ prefix = "", limit = LIST_LIMIT_MAX, cursor }: ListOptions = {}): Promise<Listed> {
    const { results } = await this.#db
      .prepare(LIST)
      .bind(prefix, `${prefix}${LAST_CHARACTER}`, cursor ?? "", Date.now(), Math.min(limit, LIST_LIMIT_MAX) + 1)
      .all();
    const rows = results.map((row) => listedRow.parse(row));
    const page = rows.slice(0, limit);
    const keys = page.map(toListedKey);
    const last = page.at(-1);
    if (rows.length === page.length || last === undefined) return { keys, list_complete: true };
    return { keys, list_complete: false, cursor: last.key };
  }

  async #putToken({ key, value, metadata, expiresAt }: Row): Promise<void> {
    const appId = appIdOf(key);
    const [written] = await this.#db.batch([
      this.#db.prepare(INSERT_TOKEN).bind(key, value, metadata, appId, expiresAt),
      this.#db.prepare(END_OLD_TOKENS).bind(appId, TOKENS_PER_APP_MAX),
    ]);
    if (written?.results.length === 0) throw new GrantMoved("the app was disconnected");
  }

  async #putGrant({ key, value, metadata, expiresAt }: Row): Promise<void> {
    const read = this.#read.get(key);
    const statement =
      read === undefined
        ? this.#db.prepare(INSERT_GRANT).bind(key, value, metadata, appIdOf(key), expiresAt)
        : this.#db.prepare(UPDATE_GRANT).bind(key, value, metadata, appIdOf(key), expiresAt, read);
    if ((await statement.first()) === null) throw new GrantMoved("the grant is not as it was read");
    this.#read.set(key, value);
  }
}

type Row = {
  readonly key: string;
  readonly value: string;
  readonly metadata: string | null;
  readonly expiresAt: number | null;
};

/** The app of `grant:<user>:<grant>` and `token:<user>:<grant>:<digest>`. Throws for a key of another form: a bug. */
function appIdOf(key: string): AppId {
  return appIdSchema.parse(`app_${key.split(":")[2] ?? ""}`);
}

function isGrant(key: string): boolean {
  return key.startsWith("grant:");
}

function expiryOf({ expiration, expirationTtl }: PutOptions): number | null {
  if (expiration !== undefined) return expiration * 1000;
  return expirationTtl === undefined ? null : Date.now() + expirationTtl * 1000;
}

/** A client that registers is kept for as long as it asked only once somebody allows it something: a trigger's work. */
function unusedUntil(expiresAt: number | null): number {
  return Math.min(expiresAt ?? Infinity, Date.now() + CLIENT_UNUSED_SECONDS * 1000);
}

function toListedKey({ key, metadata, expires_at: expiresAt }: z.infer<typeof listedRow>): ListedKey {
  return {
    name: key,
    ...(expiresAt === null ? {} : { expiration: Math.floor(expiresAt / 1000) }),
    ...(metadata === null ? {} : { metadata: JSON.parse(metadata) }),
  };
}

/** Sorts behind all that the library writes into keys. */
const LAST_CHARACTER = "\u{10FFFF}";

const UPSERT = `
INSERT INTO oauth_store (key, value, metadata, expires_at) VALUES (?1, ?2, ?3, ?5)
ON CONFLICT (key) DO UPDATE SET value = excluded.value, metadata = excluded.metadata, expires_at = ?4`;

const INSERT_TOKEN = `
INSERT INTO oauth_store (key, value, metadata, app_id, expires_at)
SELECT ?1, ?2, ?3, ?4, ?5 WHERE EXISTS (SELECT 1 FROM connected_apps WHERE id = ?4) RETURNING key`;

/** A client may refresh as often as it likes: what it forgets to use must not pile up in the record of its app. */
const END_OLD_TOKENS = `
DELETE FROM oauth_store WHERE app_id = ?1 AND key >= 'token:' AND key < 'token;' AND key NOT IN (
  SELECT key FROM oauth_store WHERE app_id = ?1 AND key >= 'token:' AND key < 'token;'
  ORDER BY expires_at DESC, rowid DESC LIMIT ?2)`;

const INSERT_GRANT = `
INSERT INTO oauth_store (key, value, metadata, app_id, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (key) DO NOTHING RETURNING key`;

const UPDATE_GRANT = `
UPDATE oauth_store SET value = ?2, metadata = ?3, expires_at = ?5
WHERE key = ?1 AND value = ?6 AND EXISTS (SELECT 1 FROM connected_apps WHERE id = ?4) RETURNING key`;

const LIST = `
SELECT key, metadata, expires_at FROM oauth_store
WHERE key >= ?1 AND key < ?2 AND key > ?3 AND (expires_at IS NULL OR expires_at > ?4) ORDER BY key LIMIT ?5`;
