/**
 * A fresh world for a test: people, workspaces and real keys of their own, since storage is shared within a file.
 * Seeded by SQL, so that a test is about the one act that it makes through the API.
 */
import { createScheduledController } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { z } from "zod";
import {
  type KeyId,
  mintId,
  newId,
  type UserId,
  userIdSchema,
  type WorkspaceId,
  workspaceIdSchema,
} from "#shared/ids.ts";
import { RATE_BURST_MAX, RATE_PER_MINUTE_MAX } from "#shared/limits.ts";
import { type Role, type Scope, SCOPES } from "#shared/scopes.ts";
import { settingsOf } from "#workers/env.ts";
import worker from "#workers/main.ts";
import { mintKey } from "#workers/secrets/mint-key.ts";

export type Person = { readonly id: UserId; readonly name: string; readonly email: string };

/** A key as its holder has it. */
export type HeldKey = { readonly id: KeyId; readonly secret: string };

/** An owner, their workspace, and a key of theirs with every scope. */
export type World = { readonly owner: Person; readonly workspace: WorkspaceId; readonly key: HeldKey };

export type CallOptions = {
  readonly key?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly raw?: BodyInit;
  readonly headers?: Readonly<Record<string, string>>;
};

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The JSON object in `text`; empty when it is none. */
  readonly body: Readonly<Record<string, unknown>>;
};

/** One request to the Worker, by the way that every request comes. */
export async function call(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
  const headers = new Headers(options.headers);
  if (options.key !== undefined) headers.set("Authorization", `Bearer ${options.key}`);
  if (options.body !== undefined) headers.set("Content-Type", "application/json");
  const body = options.body === undefined ? (options.raw ?? null) : JSON.stringify(options.body);
  const response = await exports.default.fetch(`https://latchkey.test${path}`, { method, headers, body });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: objectIn(text) };
}

const objectSchema = z.record(z.string(), z.unknown());

function objectIn(text: string): Answer["body"] {
  return text.startsWith("{") ? objectSchema.parse(JSON.parse(text)) : {};
}

/** See {@link World}. */
export async function newWorld(name = "Stage"): Promise<World> {
  const owner = await newPerson("Ada");
  const workspace = await newWorkspace(owner, name);
  return { owner, workspace, key: await newKey(owner, { workspaces: [workspace], rate: UNLIMITED }) };
}

/** For tests that ask often, and not about limits. */
const UNLIMITED = { perMinute: RATE_PER_MINUTE_MAX, burst: RATE_BURST_MAX };

/** Somebody who belongs nowhere yet. */
export async function newPerson(name: string): Promise<Person> {
  const id = newId(userIdSchema, "usr", mintId);
  const email = `${id.toLowerCase()}@example.com`;
  await env.DB.prepare(
    "INSERT INTO user (id, name, email, email_verified, created_at, updated_at) VALUES (?1, ?2, ?3, 1, 0, 0)",
  )
    .bind(id, name, email)
    .run();
  return { id, name, email };
}

/** A workspace with its owner. */
export async function newWorkspace(owner: Person, name: string): Promise<WorkspaceId> {
  const id = newId(workspaceIdSchema, "ws", mintId);
  await env.DB.prepare("INSERT INTO workspace (id, name, slug, created_at) VALUES (?1, ?2, ?1, 0)")
    .bind(id, name)
    .run();
  await join(owner, id, "owner");
  return id;
}

/** Makes somebody a member. */
export async function join(person: Person, workspace: WorkspaceId, role: Role): Promise<void> {
  await env.DB.prepare("INSERT INTO member (id, workspace_id, user_id, role, created_at) VALUES (?1, ?2, ?3, ?4, 0)")
    .bind(`mem_${mintId(16)}`, workspace, person.id, role)
    .run();
}

/** A member of the workspace with a key for it; only who runs a workspace may have `keys:manage`. */
export async function newMember(
  workspace: WorkspaceId,
  role: Role,
  name = "Ben",
): Promise<{ readonly person: Person; readonly key: HeldKey }> {
  const person = await newPerson(name);
  await join(person, workspace, role);
  const scopes = role === "member" ? CONTENT_SCOPES : SCOPES;
  return { person, key: await newKey(person, { workspaces: [workspace], scopes }) };
}

const CONTENT_SCOPES: readonly Scope[] = ["mcp:read", "mcp:write", "mcp:execute"];

/** Columns of `keys` that a test cares about. */
export type KeyWish = {
  readonly workspaces: readonly WorkspaceId[];
  readonly scopes?: readonly Scope[];
  readonly name?: string;
  readonly status?: "enabled" | "disabled" | "revoked";
  readonly expiresAt?: number;
  readonly allowedIps?: readonly string[];
  readonly rate?: { readonly perMinute: number; readonly burst: number };
  readonly createdAt?: number;
  readonly lastUsedAt?: number;
};

/** A key in D1, made as the management API makes one, but without its checks. */
export async function newKey(owner: Person, wish: KeyWish): Promise<HeldKey> {
  const { id, secret, digest, hint } = await mintKey(settingsOf(env), mintId);
  const columns = {
    id,
    owner_id: owner.id,
    name: wish.name ?? "A key",
    hint,
    digest,
    scopes: JSON.stringify(wish.scopes ?? SCOPES),
    status: wish.status ?? "enabled",
    expires_at: wish.expiresAt ?? null,
    allowed_ips: wish.allowedIps === undefined ? null : JSON.stringify(wish.allowedIps),
    rate_per_minute: wish.rate?.perMinute ?? null,
    rate_burst: wish.rate?.burst ?? null,
    created_at: wish.createdAt ?? Date.now(),
    updated_at: wish.createdAt ?? Date.now(),
    revoked_at: wish.status === "revoked" ? Date.now() : null,
    last_used_at: wish.lastUsedAt ?? null,
  };
  const names = Object.keys(columns);
  const insert = env.DB.prepare(
    `INSERT INTO keys (${names.join(", ")}) VALUES (${names.map((_name, index) => `?${index + 1}`).join(", ")})`,
  );
  const reach = env.DB.prepare("INSERT INTO key_workspaces (key_id, workspace_id) SELECT ?1, value FROM json_each(?2)");
  await env.DB.batch([insert.bind(...Object.values(columns)), reach.bind(id, JSON.stringify(wish.workspaces))]);
  return { id, secret: secret.reveal() };
}

/** A key that was minted here and is in no table: what a deleted one looks like. */
export async function unknownKey(): Promise<HeldKey> {
  const { id, secret } = await mintKey(settingsOf(env), mintId);
  return { id, secret: secret.reveal() };
}

/** A write by hand, as in the SQL console, and the cron that tells the gates of it. */
export async function sql(statement: string, ...values: readonly (string | number | null)[]): Promise<void> {
  await env.DB.prepare(statement)
    .bind(...values)
    .run();
  await worker.scheduled(createScheduledController(), env);
}
