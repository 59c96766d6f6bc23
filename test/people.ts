/** People who are signed in, for tests that act by session: a real row and a really signed cookie, without a password. */
import { env } from "cloudflare:workers";
import { mintId } from "#shared/ids.ts";
import { settingsOf } from "#workers/env.ts";
import { hashedPassword } from "#workers/people/password.ts";
import { deriveAuthSecret } from "#workers/secrets/pepper.ts";
import { sha256Hex } from "#workers/secrets/sha256.ts";
import type { Person } from "./world.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** A session as its browser has it. */
export type SignedIn = {
  readonly sessionId: string;
  /** The secret in the cookie; nothing but its digest may be anywhere else. */
  readonly token: string;
  /** What the browser sends with a read. */
  readonly cookie: { readonly Cookie: string };
  /** What it sends with a write from one of our own pages. */
  readonly headers: { readonly Cookie: string; readonly Origin: string };
};

/** Where `call` of `world.ts` goes. */
export const ORIGIN = "https://latchkey.test";

/** Signs somebody in: `call("POST", path, { headers: (await signIn(owner)).headers, body })`. */
export async function signIn(person: Person, createdAt: number = Date.now()): Promise<SignedIn> {
  const [sessionId, token] = [`ses_${mintId(16)}`, mintId(32)];
  await env.DB.prepare(
    `INSERT INTO session (id, expires_at, token, created_at, updated_at, ip_address, user_agent, user_id)
     VALUES (?1, ?2, ?3, ?4, ?4, '192.0.2.1', 'Tests', ?5)`,
  )
    .bind(sessionId, createdAt + 30 * DAY_MS, await sha256Hex(token), createdAt, person.id)
    .run();
  const cookie = { Cookie: `__Secure-latchkey.session_token=${await signed(token)}` };
  return { sessionId, token, cookie, headers: { ...cookie, Origin: ORIGIN } };
}

/** Gives somebody a password to sign in with. */
export async function givePassword(person: Person, password: string): Promise<void> {
  await env.DB.prepare(
    `INSERT INTO account (id, account_id, provider_id, user_id, password, created_at, updated_at)
     VALUES (?1, ?2, 'credential', ?2, ?3, 0, 0)`,
  )
    .bind(`acc_${mintId(16)}`, person.id, await hashedPassword(password))
    .run();
}

/** The deployment as one that has been claimed, so that its pages do not lead to setup. */
export async function claimed(): Promise<void> {
  await env.DB.prepare("INSERT OR IGNORE INTO instance (id, claimed_at) VALUES (1, 0)").run();
}

/** As better-auth signs cookies: HMAC-SHA-256 in base64 after a dot, percent-encoded. */
async function signed(token: string): Promise<string> {
  const secret = new TextEncoder().encode(await deriveAuthSecret(settingsOf(env)));
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const signature = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(token));
  return encodeURIComponent(`${token}.${new Uint8Array(signature).toBase64()}`);
}
