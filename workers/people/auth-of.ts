/** The deployment's better-auth, made once per isolate and origin. Loads it only when it is first asked for. */
import type { Settings } from "#workers/env.ts";
import { deriveAuthSecret } from "#workers/secrets/pepper.ts";
import type { Auth } from "./auth.ts";

/** A deployment answers under few names; whoever sends made-up ones only costs themselves the making. */
const ORIGINS_MAX = 8;

const made = new WeakMap<Settings, Map<string, Promise<Auth>>>();

export type AuthMeans = { readonly db: D1Database; readonly settings: Settings; readonly origin: string };

/** See {@link Auth}. */
export function authOf({ db, settings, origin }: AuthMeans): Promise<Auth> {
  const byOrigin = made.get(settings) ?? new Map<string, Promise<Auth>>();
  made.set(settings, byOrigin);
  const known = byOrigin.get(origin);
  if (known !== undefined) return known;
  if (byOrigin.size >= ORIGINS_MAX) byOrigin.clear();
  const fresh = make({ db, settings, origin });
  byOrigin.set(origin, fresh);
  return fresh;
}

async function make({ db, settings, origin }: AuthMeans): Promise<Auth> {
  const [{ createAuth }, secret] = await Promise.all([import("./auth.ts"), deriveAuthSecret(settings)]);
  return createAuth({ db, origin, secret, providers: settings.signInProviders });
}
