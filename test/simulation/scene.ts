/** Who and what every schedule is about: an owner, a member who holds the keys, two workspaces, and keys by number. */
import { epochMs } from "#shared/brand.ts";
import { type KeyId, keyIdSchema, type MintId, sessionIdSchema, userIdSchema, workspaceIdSchema } from "#shared/ids.ts";
import type { Principal } from "#shared/principal.ts";
import { type CheckRequest, PROTOCOL } from "#workers/gate/protocol.ts";
import { secretDigestSchema } from "#workers/secrets/key-proof.ts";
import { EPOCH_MS } from "./clock.ts";
import type { Database } from "./database.ts";

const OWNER = userIdSchema.parse("usr_owner00001");
export const HOLDER = userIdSchema.parse("usr_holder0001");
export const WORKSPACES = [
  workspaceIdSchema.parse("ws_first000001"),
  workspaceIdSchema.parse("ws_second00001"),
] as const;
const SESSION = sessionIdSchema.parse("ses_0000000000000001");
const PUBLIC_ID_LENGTH = 10;

/** The id of a schedule's key by its number. */
export function keyIdOf(key: number): KeyId {
  return keyIdSchema.parse(`key_${publicIdOf(key)}`);
}

function publicIdOf(key: number): string {
  return `Key${String(key).padStart(PUBLIC_ID_LENGTH - 3, "0")}`;
}

/** Draws ids for the creation of a key: its public id is the key's number, the rest is counted. */
export function mintFor(key: number, act: number): MintId {
  let drawn = 0;
  return (length) => {
    if (length === PUBLIC_ID_LENGTH) return publicIdOf(key);
    drawn += 1;
    return `${act}x${drawn}`.padStart(length, "0");
  };
}

/** Somebody signed in: the holder of the keys, or the owner of the workspaces. */
export function principalOf(who: "holder" | "owner"): Principal {
  const role = who === "owner" ? "owner" : "member";
  return {
    credential: { kind: "session", id: SESSION },
    userId: who === "owner" ? OWNER : HOLDER,
    scopes: ["mcp:read", "mcp:write", "keys:manage"],
    workspaces: WORKSPACES.map((id) => ({ id, role })),
    allowedTools: null,
  };
}

/** What a gate is asked of a key. */
export function requestOf(key: number, digest = digestOf(key)): CheckRequest {
  return {
    protocol: PROTOCOL,
    id: keyIdOf(key),
    digest: secretDigestSchema.parse(digest),
    via: "header",
    ip: null,
    metered: true,
    counted: true,
    explain: false,
    usage: { surface: "rest", operation: "GET /v1/me", client: "simulation", country: null },
  };
}

function digestOf(key: number): string {
  return `digest-of-${key}`.padEnd(43, "0");
}

/** People and workspaces, for the life of a database. */
export function furnish(database: Database): void {
  for (const id of [OWNER, HOLDER]) {
    database.run("INSERT INTO user (id, name, email) VALUES (?1, ?1, ?1 || '@example.com')", [id]);
  }
  for (const id of WORKSPACES) {
    database.run("INSERT INTO workspace (id, name, slug, created_at) VALUES (?1, ?1, ?1, ?2)", [id, EPOCH_MS]);
    for (const [role, user] of [
      ["owner", OWNER],
      ["member", HOLDER],
    ] as const) {
      database.run("INSERT INTO member (id, workspace_id, user_id, role, created_at) VALUES (?1, ?2, ?3, ?4, ?5)", [
        `mem_${id}_${user}`,
        id,
        user,
        role,
        EPOCH_MS,
      ]);
    }
  }
}

/** A key that is there from the beginning, in both workspaces. */
export function insertKey(database: Database, key: number): void {
  const id = keyIdOf(key);
  const now = epochMs(EPOCH_MS);
  database.run(
    `INSERT INTO keys (id, owner_id, name, hint, digest, scopes, rate_per_minute, rate_burst, created_at, updated_at,
       last_used_at)
     VALUES (?1, ?2, 'Key', 'hint', ?3, ?4, 100000, 100000, ?5, ?5, ?5)`,
    [id, HOLDER, digestOf(key), JSON.stringify(["mcp:read", "mcp:write"]), now],
  );
  for (const workspace of WORKSPACES) {
    database.run("INSERT INTO key_workspaces (key_id, workspace_id) VALUES (?1, ?2)", [id, workspace]);
  }
}
