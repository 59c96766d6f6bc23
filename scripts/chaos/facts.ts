/**
 * What clients write down while the server is killed under them, and what they tell the process that kills it. Times
 * are milliseconds of the machine's monotonic clock, which all processes of a machine share.
 */
import { z } from "zod";
import { scopeSchema } from "#shared/scope-schema.ts";

/** Milliseconds since the machine was started: comparable between processes, and never set back. */
export function clockMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** What a key is good for, as somebody who presents it can see. */
export const keyStateSchema = z.object({
  status: z.enum(["enabled", "disabled", "revoked", "deleted"]),
  scopes: z.array(scopeSchema),
});
export type KeyState = z.infer<typeof keyStateSchema>;

/** An act of a key's owner that was made: acknowledged, or found out afterwards to have happened. */
const actSchema = z.object({
  fact: z.literal("act"),
  key: z.string(),
  action: z.enum(["created", "disabled", "enabled", "changed", "revoked", "deleted"]),
  /** The key after the act. */
  state: keyStateSchema,
  begunAt: z.number(),
  /** From when on nobody may be answered by what the key was before. */
  trueBy: z.number(),
  acknowledged: z.boolean(),
});
export type ActFact = z.infer<typeof actSchema>;

/** Somebody presented a key. */
const useSchema = z.object({
  fact: z.literal("use"),
  key: z.string(),
  surface: z.enum(["rest", "mcp"]),
  begunAt: z.number(),
  endedAt: z.number(),
  /** `passed` by REST says the scopes it passed with. `unavailable`: 503, or no answer at all. */
  outcome: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("passed"), scopes: z.array(scopeSchema).nullable() }),
    z.object({ kind: z.literal("refused"), code: z.string() }),
    z.object({ kind: z.literal("unavailable"), how: z.enum(["unreached", "unheard", "answered"]) }),
    z.object({ kind: z.literal("odd"), status: z.number(), text: z.string() }),
  ]),
});
export type UseFact = z.infer<typeof useSchema>;
export type Outcome = UseFact["outcome"];

/** An act that was answered as no server should answer it. */
const oddActSchema = z.object({ fact: z.literal("odd-act"), key: z.string(), what: z.string() });

export const factSchema = z.discriminatedUnion("fact", [actSchema, useSchema, oddActSchema]);
export type Fact = z.infer<typeof factSchema>;

/** A key that others may use as well. */
export const sharedKeySchema = z.object({ id: z.string(), secret: z.string() });
export type SharedKey = z.infer<typeof sharedKeySchema>;

/**
 * From a client to the one who kills. `killed`: it has done so itself, as it was told to. `called`: every key of its own
 * was presented, and it was answered.
 */
export const noteSchema = z.discriminatedUnion("note", [
  z.object({ note: z.literal("begun") }),
  z.object({ note: z.literal("killed"), at: z.number() }),
  z.object({ note: z.literal("key"), key: sharedKeySchema }),
  z.object({ note: z.literal("called"), life: z.number() }),
]);
export type Note = z.infer<typeof noteSchema>;

/**
 * The other way. `kill`: end that process group as soon as an act is acknowledged, unless that is too late; nobody can be
 * quicker than who hears it. `up`: the server lives for the nth time. `finish`: call the roll once more, and go.
 */
export const orderSchema = z.discriminatedUnion("order", [
  z.object({ order: z.literal("key"), key: sharedKeySchema }),
  z.object({ order: z.literal("kill"), group: z.int().positive(), until: z.number() }),
  z.object({ order: z.literal("up"), life: z.number() }),
  z.object({ order: z.literal("finish"), life: z.number() }),
]);
export type Order = z.infer<typeof orderSchema>;

/** What a client is started with. */
export const briefSchema = z.object({
  url: z.string(),
  seed: z.number(),
  manager: z.string(),
  workspace: z.string(),
  factsFile: z.string(),
  /** A change that nobody was told of is true everywhere after so long. */
  leaseMs: z.number(),
});
export type Brief = z.infer<typeof briefSchema>;
