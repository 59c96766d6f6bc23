/** Bindings and settings, parsed once per isolate. A wrong setting fails the first request with its name, never silently. */
import { z } from "zod";
import { FLOOR_SLACK_MS, ISOLATE_LEASE_MS_MAX, LEASE_MARGIN_SHARE } from "#shared/limits.ts";

const wholeNumber = (minimum: number, maximum: number): z.ZodPipe<z.ZodString, z.ZodTransform<number, string>> =>
  z.string().transform((text, context) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= minimum && value <= maximum) return value;
    context.addIssue(`expected a whole number from ${minimum} to ${maximum}`);
    return z.NEVER;
  });

const settingsSchema = z.object({
  KEY_PREFIX: z.string().regex(/^[a-z][a-z0-9]{0,11}$/, "expected 1 to 12 of a-z0-9, a letter first"),
  KEY_ENV: z.enum(["live", "test", "dev"]),
  PEPPER: z.string().min(32, "expected at least 32 characters of entropy"),
  PEPPER_PREVIOUS: z.string().min(32).optional(),
  SETUP_TOKEN: z.string().min(16, "expected at least 16 characters"),
  VERIFY_MODE: z.enum(["gate", "primary"]),
  LEASE_SECONDS: wholeNumber(2, 600),
  PROPAGATION_WAIT_SECONDS: wholeNumber(1, 60),
  KV_VALIDITY_SECONDS: wholeNumber(60, 86_400),
  USAGE_FLUSH_SECONDS: wholeNumber(1, 3600),
  GATES_PER_REGION: wholeNumber(1, 64),
  /** How long an isolate may decide a hot key alone; 0: never. */
  ISOLATE_LEASE_MS: wholeNumber(0, ISOLATE_LEASE_MS_MAX),
  /** `0` keeps to itself what was asked about a credential, and for how long. */
  SERVER_TIMING: z.enum(["0", "1"]),
  /** Origins, comma-separated, whose pages may call `/mcp` from a browser; the own origin and loopback always may. */
  ALLOWED_ORIGINS: z.string(),
  /** `1` lets automations call http on loopback. Development only. */
  ALLOW_LOOPBACK_WEBHOOKS: z.enum(["0", "1"]),
  /** Sign-in by a provider is offered when both its id and its secret are there. */
  GITHUB_CLIENT_ID: z.string().default(""),
  GITHUB_CLIENT_SECRET: z.string().default(""),
  GOOGLE_CLIENT_ID: z.string().default(""),
  GOOGLE_CLIENT_SECRET: z.string().default(""),
});

/** The deployment's settings, in the units that the code uses. */
export type Settings = {
  readonly keyPrefix: string;
  readonly keyEnv: "live" | "test" | "dev";
  readonly pepper: string;
  readonly pepperPrevious: string | null;
  readonly setupToken: string;
  readonly verifyMode: "gate" | "primary";
  readonly leaseMs: number;
  readonly leaseMarginMs: number;
  /** How long a management answer waits for gates that do not confirm before it says 202. */
  readonly propagationWaitMs: number;
  readonly kvValidityMs: number;
  /** F: how long floors and the change log are kept. */
  readonly floorRetentionMs: number;
  readonly usageFlushMs: number;
  readonly gatesPerRegion: number;
  /** 0: isolates decide nothing by themselves. */
  readonly isolateLeaseMs: number;
  readonly serverTiming: boolean;
  readonly allowedOrigins: readonly string[];
  readonly allowLoopbackWebhooks: boolean;
  /** Other sites that people may sign in by. */
  readonly signInProviders: { readonly github?: ProviderClient; readonly google?: ProviderClient };
};

type ProviderClient = { clientId: string; clientSecret: string };

const parsed = new WeakMap<object, Settings>();

/** The settings of `env`; throws a ZodError that names every wrong one. */
export function settingsOf(env: Env): Settings {
  const known = parsed.get(env);
  if (known !== undefined) return known;
  const settings = toSettings(settingsSchema.parse(env));
  parsed.set(env, settings);
  return settings;
}

function toSettings(raw: z.infer<typeof settingsSchema>): Settings {
  const leaseMs = raw.LEASE_SECONDS * 1000;
  const kvValidityMs = raw.KV_VALIDITY_SECONDS * 1000;
  return {
    keyPrefix: raw.KEY_PREFIX,
    keyEnv: raw.KEY_ENV,
    pepper: raw.PEPPER,
    pepperPrevious: raw.PEPPER_PREVIOUS ?? null,
    setupToken: raw.SETUP_TOKEN,
    verifyMode: raw.VERIFY_MODE,
    leaseMs,
    leaseMarginMs: Math.ceil(leaseMs * LEASE_MARGIN_SHARE),
    propagationWaitMs: raw.PROPAGATION_WAIT_SECONDS * 1000,
    kvValidityMs,
    floorRetentionMs: kvValidityMs + FLOOR_SLACK_MS,
    usageFlushMs: raw.USAGE_FLUSH_SECONDS * 1000,
    gatesPerRegion: raw.GATES_PER_REGION,
    isolateLeaseMs: raw.ISOLATE_LEASE_MS,
    serverTiming: raw.SERVER_TIMING === "1",
    allowedOrigins: raw.ALLOWED_ORIGINS.split(",")
      .map((origin) => origin.trim())
      .filter(Boolean),
    allowLoopbackWebhooks: raw.ALLOW_LOOPBACK_WEBHOOKS === "1",
    signInProviders: {
      ...provider("github", raw.GITHUB_CLIENT_ID, raw.GITHUB_CLIENT_SECRET),
      ...provider("google", raw.GOOGLE_CLIENT_ID, raw.GOOGLE_CLIENT_SECRET),
    },
  };
}

function provider<Name extends string>(
  name: Name,
  clientId: string,
  clientSecret: string,
): Partial<Record<Name, ProviderClient>> {
  if (clientId === "" || clientSecret === "") return {};
  const entry: Partial<Record<Name, ProviderClient>> = {};
  entry[name] = { clientId, clientSecret };
  return entry;
}
