/** A user with a workspace, management by SQL's side door and by the API, and requests from anywhere on earth. */
import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect } from "vitest";
import { z } from "zod";
import { mintId } from "#shared/ids.ts";
import { app } from "#workers/app.ts";
import { settingsOf } from "#workers/env.ts";
import { mintKey } from "#workers/secrets/mint-key.ts";

/** Places whose nearest gates differ. */
export const PLACES = {
  enam: { continent: "NA", longitude: "-74" },
  weur: { continent: "EU", longitude: "2" },
  apac: { continent: "AS", country: "IN" },
  oc: { continent: "OC" },
} as const;
export type PlaceName = keyof typeof PLACES;

export const EVERYWHERE: readonly PlaceName[] = ["enam", "weur", "apac", "oc"];

export type Answer = { readonly status: number; readonly body: unknown; readonly headers: Headers };

export type CallOptions = {
  readonly secret?: string;
  readonly method?: string;
  readonly body?: unknown;
  readonly from?: PlaceName;
  readonly env?: Partial<Env>;
};

/** One request through the whole Worker; settles when what it left for later (`waitUntil`) is done as well. */
export async function call(path: string, options: CallOptions = {}): Promise<Answer> {
  const { answer, settled } = begin(path, options);
  const response = await answer;
  await settled;
  return response;
}

/** The same without waiting for what comes after the answer. */
export function begin(path: string, options: CallOptions = {}): { answer: Promise<Answer>; settled: Promise<void> } {
  const headers = new Headers({ "content-type": "application/json" });
  if (options.secret !== undefined) headers.set("authorization", `Bearer ${options.secret}`);
  const request = new Request(`https://latchkey.example${path}`, {
    method: options.method ?? (options.body === undefined ? "GET" : "POST"),
    headers,
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    cf: PLACES[options.from ?? "enam"],
  });
  const ctx = createExecutionContext();
  const answer = respond(request, { ...env, ...ASKING_EACH_TIME, ...options.env }, ctx);
  return { answer, settled: answer.then(() => waitOnExecutionContext(ctx)) };
}

async function respond(request: Request, bindings: Env, ctx: ExecutionContext): Promise<Answer> {
  const response = await app.fetch(request, bindings, ctx);
  const text = await response.text();
  const body: unknown = text === "" ? null : JSON.parse(text);
  return { status: response.status, body, headers: response.headers };
}

/** Isolates take no leases but where a test says so: most tests here are about what gates know. */
const ASKING_EACH_TIME = { ISOLATE_LEASE_MS: "0" } as const;

const keySchema = z.object({ key: z.object({ id: z.string(), version: z.number() }), secret: z.string() });

export type World = {
  readonly userId: string;
  readonly workspaceId: string;
  /** The secret of a key with `keys:manage`. */
  readonly manager: string;
  /** Creates a reading key through the API. */
  readonly createKey: (wish?: object) => Promise<{ id: string; secret: string }>;
  readonly manage: (path: string, options?: CallOptions) => Promise<Answer>;
};

/** Nothing in it is shared with another world. */
export async function newWorld(): Promise<World> {
  const [userId, workspaceId] = [`usr_${mintId(16)}`, `ws_${mintId(16)}`];
  const minted = await mintKey(settingsOf(env), mintId);
  const now = Date.now();
  await env.DB.batch([
    env.DB.prepare("INSERT INTO user (id, name, email) VALUES (?1, 'Ada', ?1 || '@example.com')").bind(userId),
    env.DB.prepare("INSERT INTO workspace (id, name, slug, created_at) VALUES (?1, 'Main', ?1, ?2)").bind(
      workspaceId,
      now,
    ),
    env.DB.prepare(
      "INSERT INTO member (id, workspace_id, user_id, role, created_at) VALUES (?1, ?2, ?3, 'owner', ?4)",
    ).bind(`mem_${mintId(16)}`, workspaceId, userId, now),
    // Used before, so that no flush comes early for its sake.
    env.DB.prepare(
      `INSERT INTO keys (id, owner_id, name, hint, digest, scopes, created_at, updated_at, last_used_at)
         VALUES (?1, ?2, 'Management', ?3, ?4, '["keys:manage"]', ?5, ?5, ?5)`,
    ).bind(minted.id, userId, minted.hint, minted.digest, now),
    env.DB.prepare("INSERT INTO key_workspaces (key_id, workspace_id) VALUES (?1, ?2)").bind(minted.id, workspaceId),
  ]);
  const manager = minted.secret.reveal();
  const manage: World["manage"] = (path, options = {}) => call(path, { secret: manager, ...options });
  const createKey: World["createKey"] = async (wish = {}) => {
    const body = { name: "Reader", scopes: ["mcp:read"], workspaces: [workspaceId], ...wish };
    const created = await manage("/v1/keys", { body });
    const { key, secret } = keySchema.parse(created.body);
    return { id: key.id, secret };
  };
  return { userId, workspaceId, manager, createKey, manage };
}

/** A request that needs `mcp:read`, and what came of it. */
export async function read(secret: string, from: PlaceName = "enam", bindings: Partial<Env> = {}): Promise<number> {
  return (await call("/v1/events", { secret, from, env: bindings })).status;
}

const receiptSchema = z.object({
  propagation: z.object({ state: z.string(), gates: z.number(), effective_by: z.string().optional() }),
});

/** The receipt in a management answer. */
export function receipt(answer: Answer): z.infer<typeof receiptSchema>["propagation"] {
  return receiptSchema.parse(answer.body).propagation;
}

/** Every gate holds a live lease and has the key in memory. */
export async function warm(secret: string): Promise<void> {
  for (const place of EVERYWHERE) expect(await read(secret, place)).toBe(200);
}

/** No gate lets the key pass. */
export async function refusedEverywhere(secret: string): Promise<void> {
  for (const place of EVERYWHERE) expect(await read(secret, place)).toBe(401);
}
