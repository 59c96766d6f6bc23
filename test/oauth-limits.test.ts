/** Strangers may register and ask for tokens, but not as often as they like; what nobody uses is forgotten. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import {
  APP_IDLE_SECONDS,
  CLIENT_IDLE_SECONDS,
  CLIENT_REGISTRATIONS,
  CLIENT_UNUSED_SECONDS,
  TOKEN_REQUESTS,
} from "#shared/limits.ts";
import { addressKey, type AttemptLimit } from "#workers/people/attempts.ts";
import { prune } from "#workers/changes/prune.ts";
import { settingsOf } from "#workers/env.ts";
import { connect, listTools, REDIRECT_URI, refresh, register } from "./oauth-world.ts";
import { type Answer, call, newWorld } from "./world.ts";

/** Takes all attempts of an address but one. */
async function spend(what: string, ip: string, { max }: AttemptLimit): Promise<void> {
  const digest = new Uint8Array(
    await crypto.subtle.digest("SHA-256", new TextEncoder().encode(addressKey(`oauth-${what}`, ip))),
  ).toHex();
  await env.DB.prepare("INSERT INTO attempts (key, count, resets_at) VALUES (?1, ?2, ?3)")
    .bind(digest, max - 1, Date.now() + 60_000)
    .run();
}

function from(ip: string): Record<string, string> {
  return { "CF-Connecting-IP": ip };
}

function registerFrom(ip: string): Promise<Answer> {
  return call("POST", "/oauth/register", { body: { redirect_uris: [REDIRECT_URI] }, headers: from(ip) });
}

/** In minutes from now. */
async function expiryOf(key: string): Promise<number> {
  const sql = "SELECT expires_at FROM oauth_store WHERE key = ?1";
  const at = await env.DB.prepare(sql).bind(key).first<number>("expires_at");
  return Math.round(((at ?? 0) - Date.now()) / 1000 / 60);
}

test("registrations from one address are bounded, and those from another are not held up", async () => {
  await spend("register", "192.0.2.1", CLIENT_REGISTRATIONS);
  expect((await registerFrom("192.0.2.1")).status).toBe(201);
  const refused = await registerFrom("192.0.2.1");
  expect([refused.status, refused.body["error"]]).toEqual([429, "temporarily_unavailable"]);
  expect(Number(refused.headers.get("Retry-After"))).toBeGreaterThan(0);
  expect((await registerFrom("192.0.2.2")).status).toBe(201);
});

test("who has a network of IPv6 addresses is one address", async () => {
  await spend("register", "2001:db8::1", CLIENT_REGISTRATIONS);
  expect((await registerFrom("2001:db8::2")).status).toBe(201);
  expect((await registerFrom("2001:db8:0:0:ffff::3")).status).toBe(429);
  expect((await registerFrom("2001:db8:0:1::1")).status).toBe(201);
});

test("a registration that is more than a client needs to say is not kept", async () => {
  const body = { redirect_uris: [REDIRECT_URI], contacts: ["x".repeat(9000)] };
  expect((await call("POST", "/oauth/register", { body })).status).toBe(413);
});

test("a client that nobody allows anything is forgotten after two days", async () => {
  const client = await register();
  expect(await expiryOf(`client:${client}`)).toBe(CLIENT_UNUSED_SECONDS / 60);
});

test("token requests from one address are bounded", async () => {
  await spend("token", "192.0.2.3", TOKEN_REQUESTS);
  const headers = { ...from("192.0.2.3"), "Content-Type": "application/x-www-form-urlencoded" };
  const ask = (): Promise<Answer> => call("POST", "/oauth/token", { headers, raw: "grant_type=refresh_token" });
  expect((await ask()).status).toBeLessThan(429);
  expect((await ask()).status).toBe(429);
});

test("an app that asks for no token for thirty days is disconnected, a client that nobody uses for ninety is forgotten", async () => {
  const { owner, workspace } = await newWorld();
  const app = await connect({ person: owner, workspaces: [workspace] });
  const grant = `grant:${owner.id}:${app.appId.slice("app_".length)}`;
  expect(await expiryOf(grant)).toBe(APP_IDLE_SECONDS / 60);
  expect(await expiryOf(`client:${app.clientId}`)).toBe(CLIENT_IDLE_SECONDS / 60);
  await env.DB.prepare("UPDATE oauth_store SET expires_at = expires_at - ?1")
    .bind(10 * 24 * 60 * 60 * 1000)
    .run();
  await refresh(app);
  expect(await expiryOf(grant)).toBe(APP_IDLE_SECONDS / 60);
});

test("what has expired is swept, and an app goes with its grant", async () => {
  const { owner, workspace } = await newWorld();
  const [idle, used] = [
    await connect({ person: owner, workspaces: [workspace] }),
    await connect({ person: owner, workspaces: [workspace] }),
  ];
  const unused = await register();
  const over = [`grant:${owner.id}:${idle.appId.slice("app_".length)}`, `client:${unused}`];
  await env.DB.prepare("UPDATE oauth_store SET expires_at = 1 WHERE key IN (?1, ?2)")
    .bind(...over)
    .run();
  await prune(env.DB, settingsOf(env));
  const kept = await env.DB.prepare("SELECT id FROM connected_apps WHERE owner_id = ?1").bind(owner.id).all();
  expect(kept.results).toEqual([{ id: used.appId }]);
  expect(await env.DB.prepare("SELECT 1 FROM oauth_store WHERE key = ?1").bind(`client:${unused}`).first()).toBeNull();
  expect((await listTools(used.access)).status).toBe(200);
});
