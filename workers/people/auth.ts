/**
 * How people prove who they are: better-auth, for passwords, passkeys, sessions and social sign-in. It is loaded by
 * `auth-of.ts` when a person comes, never on the way of a key. Workspaces, members and invitations are not its: see
 * docs/decisions/0016-better-auth-for-sign-in-only.md.
 */
import { drizzleAdapter } from "@better-auth/drizzle-adapter";
import { passkey } from "@better-auth/passkey";
import { APIError } from "better-auth/api";
import { betterAuth } from "better-auth/minimal";
import { drizzle } from "drizzle-orm/d1";
import { epochMs } from "#shared/brand.ts";
import { mintId } from "#shared/ids.ts";
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from "#shared/limits.ts";
import * as schema from "#workers/db/auth-schema.ts";
import type { Settings } from "#workers/env.ts";
import { describeError, logEvent } from "#workers/http/log.ts";
import { takeAttempt } from "./attempts.ts";
import { AUTH_PATH } from "./auth-routes-open.ts";
import { withSessionDigests } from "./session-digests.ts";
import { sessionPlugin } from "./session-plugin.ts";
import { maySignUp } from "./sign-up-gate.ts";

export type AuthOptions = {
  readonly db: D1Database;
  /** Where the site is reached: cookies, links and passkeys belong to it. */
  readonly origin: string;
  readonly secret: string;
  readonly providers: Settings["signInProviders"];
};

/** How ids of each of its tables begin; see `shared/ids.ts`. */
const ID_PREFIXES: Readonly<Record<string, string>> = { user: "usr", session: "ses", account: "acc", passkey: "pky" };

const DAY_SECONDS = 24 * 60 * 60;
const SESSION_SECONDS = 30 * DAY_SECONDS;
/** Sessions are written again at most this often, so that "last seen" is about that exact. */
const SEEN_EVERY_SECONDS = 5 * 60;

// oxlint-disable-next-line typescript/explicit-module-boundary-types -- better-auth infers its API from the options
export function createAuth({ db, origin, secret, providers }: AuthOptions) {
  return betterAuth({
    baseURL: origin,
    basePath: AUTH_PATH,
    secret,
    database: withSessionDigests(drizzleAdapter(drizzle(db, { schema }), { provider: "sqlite", schema })),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH_MIN,
      maxPasswordLength: PASSWORD_LENGTH_MAX,
    },
    socialProviders: providers,
    account: { updateAccountOnSignIn: false },
    session: {
      expiresIn: SESSION_SECONDS,
      updateAge: SEEN_EVERY_SECONDS,
      // Who adds a passkey has signed in within a day: a cookie that was stolen later cannot make itself a way back in.
      freshAge: DAY_SECONDS,
      cookieCache: { enabled: false },
    },
    verification: { storeIdentifier: "hashed" },
    rateLimit: { enabled: true, window: 60, max: 100, customRules: RATE_RULES, customStorage: rateStorage(db) },
    advanced: {
      cookiePrefix: "latchkey",
      ipAddress: { ipAddressHeaders: ["cf-connecting-ip"] },
      // A session and its user in one statement.
      database: { joins: true, generateId: ({ model }) => `${ID_PREFIXES[model] ?? model}_${mintId(16)}` },
    },
    databaseHooks: databaseHooks(db),
    // NOTE: what is thrown comes out: the library's router would print it whole, with the values of D1's statements.
    onAPIError: { errorURL: `${origin}/sign-in`, throw: true },
    logger: { level: "error", log: logError },
    telemetry: { enabled: false },
    plugins: [passkeys(origin), sessionPlugin()],
  });
}

export type Auth = ReturnType<typeof createAuth>;

/** Per address. A password costs 70 ms of CPU to check; passkeys and the rest are cheap. */
const RATE_RULES = {
  "/sign-in/*": { window: 60, max: 30 },
  "/change-password": { window: 60, max: 10 },
};

function rateStorage(db: D1Database): {
  consume: (
    key: string,
    rule: { window: number; max: number },
  ) => Promise<{ allowed: boolean; retryAfter: number | null }>;
} {
  return {
    consume: async (key, { window, max }) => {
      const attempt = { db, key: `auth:${key}`, now: epochMs(Date.now()) };
      const retryAfter = await takeAttempt(attempt, { max, windowMs: window * 1000 });
      return { allowed: retryAfter === null, retryAfter };
    },
  };
}

type Hooked = { readonly headers?: Headers | undefined } | null;

function databaseHooks(db: D1Database) {
  return {
    user: {
      create: {
        before: async (user: { email: string; emailVerified: boolean }, context: Hooked) => {
          if (await maySignUp(db, user, context?.headers)) return;
          throw new APIError("FORBIDDEN", { code: "by_invitation", message: "Sign-up is by invitation." });
        },
      },
    },
    // A provider tells us who somebody is, once: we do not act for them there, so its tokens are not kept.
    account: {
      create: {
        before: async (account: object) => ({
          data: { ...account, accessToken: null, refreshToken: null, idToken: null },
        }),
      },
      update: {
        before: async (account: object) => ({
          data: { ...account, accessToken: null, refreshToken: null, idToken: null },
        }),
      },
    },
  };
}

/** A passkey is the only factor of a sign-in, so its device must have asked for a face, a finger or a PIN. */
function passkeys(origin: string): ReturnType<typeof passkey> {
  return passkey({
    rpID: new URL(origin).hostname,
    rpName: RP_NAME,
    origin,
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    registration: {
      afterVerification: ({ verification }) => {
        if (verification.registrationInfo?.userVerified !== true) throw new APIError("BAD_REQUEST", NOT_VERIFIED);
      },
    },
    authentication: {
      afterVerification: ({ verification }) => {
        if (!verification.authenticationInfo.userVerified) throw new APIError("UNAUTHORIZED", NOT_VERIFIED);
      },
    },
  });
}

const RP_NAME = "Latchkey";
const NOT_VERIFIED = { code: "user_not_verified", message: "The device did not ask who you are." };

/** Messages of the library may quote what was sent; of errors ours is the short form. */
function logError(_level: string, _message: string, ...details: unknown[]): void {
  const error = details.find((detail) => detail instanceof Error);
  logEvent("error", "sign_in_failed", { error: error === undefined ? undefined : describeError(error) });
}
