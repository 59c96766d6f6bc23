/**
 * Connected apps for tests that are not about connecting them: the rows that a consent and a token exchange leave, and
 * the token as the app holds it.
 */
import { env } from "cloudflare:workers";
import { z } from "zod";
import { type AppId, appIdSchema, GRANT_ID_LENGTH, mintId, type WorkspaceId } from "#shared/ids.ts";
import { DAY_MS } from "#shared/limits.ts";
import type { Scope } from "#shared/scopes.ts";
import { settingsOf } from "#workers/env.ts";
import { peppersOf } from "#workers/secrets/pepper.ts";
import { tokenDigest, tokenText } from "#workers/secrets/token-proof.ts";
import { type Answer, call, type Person, sql } from "./world.ts";

const HOUR_MS = 60 * 60 * 1000;

/** An app with its access token, as it holds it. */
export type HeldApp = { readonly id: AppId; readonly token: string };

export type AppWish = {
  readonly workspaces: readonly WorkspaceId[];
  readonly name?: string;
  readonly clientId?: string;
  readonly scopes?: readonly Scope[];
  /** Of the token; the app's own where left out. */
  readonly tokenScopes?: readonly Scope[];
  readonly tokenExpiresAt?: number;
  readonly connectedAt?: number;
  readonly lastUsedAt?: number;
  /** Until when the grant lasts. */
  readonly grantEndsAt?: number;
};

/** A connected app of the person. */
export async function newApp(owner: Pick<Person, "id">, wish: AppWish): Promise<HeldApp> {
  const grant = mintId(GRANT_ID_LENGTH);
  const id = appIdSchema.parse(`app_${grant}`);
  const now = Date.now();
  const columns = {
    id,
    owner_id: owner.id,
    client_id: wish.clientId ?? `client_${grant}`,
    name: wish.name ?? "Claude",
    verified_domain: null,
    redirect_host: "127.0.0.1",
    is_loopback: 1,
    scopes: JSON.stringify(scopesOf(wish)),
    created_at: wish.connectedAt ?? now,
    updated_at: wish.connectedAt ?? now,
    last_used_at: wish.lastUsedAt ?? null,
  };
  const names = Object.keys(columns);
  const { row, token } = await mintToken(owner, id, {
    scopes: wish.tokenScopes ?? scopesOf(wish),
    expiresAt: wish.tokenExpiresAt ?? now + HOUR_MS,
  });
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO connected_apps (${names.join(", ")}) VALUES (${names.map((_name, index) => `?${index + 1}`).join(", ")})`,
    ).bind(...Object.values(columns)),
    env.DB.prepare(
      "INSERT INTO connected_app_workspaces (app_id, workspace_id) SELECT ?1, value FROM json_each(?2)",
    ).bind(id, JSON.stringify(wish.workspaces)),
    env.DB.prepare("INSERT INTO oauth_store (key, value, app_id, expires_at) VALUES (?1, '{}', ?2, ?3)").bind(
      `grant:${owner.id}:${grant}`,
      id,
      wish.grantEndsAt ?? now + 30 * DAY_MS,
    ),
    env.DB.prepare(INSERT_TOKEN).bind(...row),
  ]);
  return { id, token };
}

const scopesOf = ({ scopes }: AppWish): readonly Scope[] => scopes ?? ["mcp:read"];

/** Another access token of an app, as a refresh gives one out: gates have heard of it when this resolves. */
export async function newToken(owner: Pick<Person, "id">, id: AppId, scopes: readonly Scope[]): Promise<string> {
  const { row, token } = await mintToken(owner, id, { scopes, expiresAt: Date.now() + HOUR_MS });
  await sql(INSERT_TOKEN, ...row);
  return token;
}

const INSERT_TOKEN = "INSERT INTO oauth_store (key, value, app_id, expires_at) VALUES (?1, ?2, ?3, ?4)";

async function mintToken(
  owner: Pick<Person, "id">,
  id: AppId,
  { scopes, expiresAt }: { readonly scopes: readonly Scope[]; readonly expiresAt: number },
): Promise<{ readonly row: readonly (string | number)[]; readonly token: string }> {
  const grant = id.slice("app_".length);
  const inner = `${owner.id}:${grant}:${mintId(32)}`;
  const settings = settingsOf(env);
  const key = `token:${owner.id}:${grant}:${await tokenDigest(inner)}`;
  return {
    row: [key, JSON.stringify({ scope: scopes }), id, expiresAt],
    token: await tokenText(await peppersOf(settings), "at", { style: settings, inner }),
  };
}

const MCP_HEADERS = { Accept: "application/json, text/event-stream", "MCP-Protocol-Version": "2025-11-25" };

/** A tool, and what it is given. */
type ToolCall = { readonly name: string; readonly arguments: Readonly<Record<string, unknown>> };

/** One request of an app, at the only address that takes its token: a tool's call, or the list of tools. */
export function useApp({ token }: HeldApp, tool?: ToolCall): Promise<Answer> {
  const request = tool === undefined ? { method: "tools/list", params: {} } : { method: "tools/call", params: tool };
  return call("POST", "/mcp", { key: token, body: { jsonrpc: "2.0", id: 1, ...request }, headers: MCP_HEADERS });
}

const reachSchema = z.object({
  result: z.object({ structuredContent: z.object({ data: z.array(z.object({ id: z.string() })) }) }),
});

/** The workspaces that an app reaches, as it is told by `list_workspaces`. */
export async function reachOf(app: HeldApp): Promise<readonly string[]> {
  const answer = await useApp(app, { name: "list_workspaces", arguments: {} });
  return reachSchema.parse(answer.body).result.structuredContent.data.map(({ id }) => id);
}
