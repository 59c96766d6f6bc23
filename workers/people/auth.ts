/**
 * How people prove who they are: better-auth, for passwords, passkeys, sessions and social sign-in. It is loaded by
 * `auth-of.ts` when a person comes, never on the way of a key. Workspaces, members and invitations are not its: see
 * docs/decisions/0016-better-auth-for-sign-in-only.md.
 */
import { drizzleAdapter } from "@better-auth/drizzle-adapter";
import { passkey } from "@better-auth/passkey";
import { betterAuth } from "better-auth/minimal";
import { drizzle } from "drizzle-orm/d1";
import { mintId } from "#shared/ids.ts";
import * as schema from "#workers/db/auth-schema.ts";
import { withSessionDigests } from "./session-digests.ts";

export type AuthOptions = {
  readonly db: D1Database;
  /** Where the site is reached: cookies, links and passkeys belong to it. */
  readonly origin: string;
  readonly secret: string;
};

/** How ids of each of its tables begin; see `shared/ids.ts`. */
const ID_PREFIXES: Readonly<Record<string, string>> = { user: "usr", session: "ses", account: "acc", passkey: "pky" };

/** Sessions are written again at most this often, so that "last seen" is about that exact. */
const SEEN_EVERY_SECONDS = 5 * 60;

// oxlint-disable-next-line typescript/explicit-module-boundary-types -- better-auth infers its API from the options
export function createAuth({ db, origin, secret }: AuthOptions) {
  return betterAuth({
    baseURL: origin,
    basePath: "/api/auth",
    secret,
    database: withSessionDigests(drizzleAdapter(drizzle(db, { schema }), { provider: "sqlite", schema })),
    emailAndPassword: { enabled: true },
    session: { updateAge: SEEN_EVERY_SECONDS, cookieCache: { enabled: false } },
    verification: { storeIdentifier: "hashed" },
    advanced: {
      cookiePrefix: "latchkey",
      ipAddress: { ipAddressHeaders: ["cf-connecting-ip"] },
      // A session and its user in one statement.
      database: { joins: true, generateId: ({ model }) => `${ID_PREFIXES[model] ?? model}_${mintId(16)}` },
    },
    telemetry: { enabled: false },
    plugins: [passkey({ rpID: new URL(origin).hostname, rpName: "Latchkey", origin })],
  });
}

export type Auth = ReturnType<typeof createAuth>;
