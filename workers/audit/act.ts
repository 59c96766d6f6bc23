/** One management act: who asks, from where, and the means. Made by a surface, taken by every use case that writes. */
import type { EpochMs } from "#shared/brand.ts";
import type { MintId } from "#shared/ids.ts";
import type { Principal } from "#shared/principal.ts";
import type { Settings } from "#workers/env.ts";

export type Act = {
  readonly env: Env;
  readonly settings: Settings;
  readonly db: D1Database;
  readonly now: EpochMs;
  readonly mint: MintId;
  readonly waitUntil: (work: Promise<unknown>) => void;
  /** From where, for the audit log. */
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly requestId: string;
  readonly principal: Principal;
};
