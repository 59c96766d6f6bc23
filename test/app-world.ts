/** Connected apps, seeded by SQL as the consent page and the token endpoint leave them: for tests of what apps may do. */
import { env } from "cloudflare:workers";
import { type AppId, appIdSchema, mintId, type WorkspaceId } from "#shared/ids.ts";
import type { Scope } from "#shared/scopes.ts";
import { settingsOf } from "#workers/env.ts";
import { peppersOf } from "#workers/secrets/pepper.ts";
import { tokenDigest, tokenText } from "#workers/secrets/token-proof.ts";
import type { Person } from "./world.ts";

const HOUR_MS = 60 * 60 * 1000;

/** An app, and an access token of it as its client has it. */
export type HeldApp = { readonly id: AppId; readonly token: string };

export type AppWish = {
  readonly workspaces: readonly WorkspaceId[];
  readonly scopes?: readonly Scope[];
  /** Of the token; the app's own where left out. */
  readonly tokenScopes?: readonly Scope[];
  readonly clientId?: string;
  readonly name?: string;
  readonly tokenExpiresAt?: number;
};

/** An app that somebody has connected. */
export async function newApp(owner: Person, wish: AppWish): Promise<HeldApp> {
  const { workspaces, scopes = ["mcp:read"], clientId = mintId(16), name = "Claude" } = wish;
  const grant = mintId(16);
  const id = appIdSchema.parse(`app_${grant}`);
  const inner = `${owner.id}:${grant}:${mintId(32)}`;
  const settings = settingsOf(env);
  const key = `token:${owner.id}:${grant}:${await tokenDigest(inner)}`;
  const value = JSON.stringify({ scope: wish.tokenScopes ?? scopes });
  await env.DB.batch([
    env.DB.prepare(INSERT_APP).bind(id, owner.id, clientId, name, JSON.stringify(scopes), Date.now()),
    env.DB.prepare(
      "INSERT INTO connected_app_workspaces (app_id, workspace_id) SELECT ?1, value FROM json_each(?2)",
    ).bind(id, JSON.stringify(workspaces)),
    env.DB.prepare("INSERT INTO oauth_store (key, value, app_id) VALUES (?1, '{}', ?2)").bind(
      `grant:${owner.id}:${grant}`,
      id,
    ),
    env.DB.prepare("INSERT INTO oauth_store (key, value, app_id, expires_at) VALUES (?1, ?2, ?3, ?4)").bind(
      key,
      value,
      id,
      wish.tokenExpiresAt ?? Date.now() + HOUR_MS,
    ),
  ]);
  return { id, token: await tokenText(await peppersOf(settings), "at", { style: settings, inner }) };
}

const INSERT_APP = `
INSERT INTO connected_apps (id, owner_id, client_id, name, redirect_host, is_loopback, scopes, created_at, updated_at)
VALUES (?1, ?2, ?3, ?4, 'localhost', 1, ?5, ?6, ?6)`;
