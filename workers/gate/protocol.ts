/**
 * What is said between a Worker and a gate. Both may run different versions for minutes during a deploy, so every
 * message says its form, and an answer of an unknown form counts as no answer.
 */
import type { EpochMs } from "#shared/brand.ts";
import type { CredentialId, UserId } from "#shared/ids.ts";
import type { Principal, RateLimitState } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import type { SecretDigest } from "#workers/secrets/key-proof.ts";
import type { ExplainedCheck } from "./admission-rules.ts";
import type { Change } from "./floors.ts";
import type { IsolateLease, LeaseWish, Returned } from "./isolate-lease.ts";
import type { UsageEvent } from "./usage-buffer.ts";

export const PROTOCOL = 1;

export type CheckRequest = {
  readonly protocol: typeof PROTOCOL;
  readonly id: CredentialId;
  readonly digest: SecretDigest;
  readonly via: "header" | "query";
  readonly ip: string | null;
  readonly metered: boolean;
  /** `false`: takes no token and leaves no trace in usage, for a backend that only wants to know. */
  readonly counted: boolean;
  /** Whether the answer should carry every check's outcome. */
  readonly explain: boolean;
  readonly usage: Pick<UsageEvent, "surface" | "operation" | "client" | "country">;
  /** Absent where the caller takes no isolate leases. */
  readonly lease?: LeaseWish;
};

/** The part of a record that a surface works with. */
export type Granted = Pick<Principal, "scopes" | "workspaces" | "allowedTools"> & {
  readonly id: CredentialId;
  readonly ownerId: UserId;
};

/** Why the answer is what it is. `granted` also for a key that is refused; `null` where no key is known. */
export type Explanation = {
  readonly checks: readonly ExplainedCheck[];
  readonly granted: Granted | null;
};

/** One wait of a check: for what, and how long, in milliseconds. Reads that requests share count for each. */
export type Step = { readonly name: "kv" | "d1"; readonly ms: number };

/**
 * `at`: when it was decided, which is the time that its usage counts under. `lease`: where one was wished for and is
 * granted, which is with an admission only.
 */
export type CheckReply = {
  readonly protocol: typeof PROTOCOL;
  readonly at: EpochMs;
  readonly lease?: IsolateLease;
  /** What the gate waited for; absent: nothing. */
  readonly steps?: readonly Step[];
} & (
  | {
      readonly kind: "admitted";
      readonly granted: Granted;
      readonly rate: RateLimitState;
      readonly explanation: Explanation | null;
    }
  | {
      readonly kind: "refused";
      readonly refusal: Refusal;
      readonly rate: RateLimitState | null;
      readonly explanation: Explanation | null;
    }
  | { readonly kind: "unavailable"; readonly retryAfterSeconds: number }
);

export type PushRequest = { readonly protocol: typeof PROTOCOL; readonly changes: readonly Change[] };
/**
 * Sent only when the floors are in SQLite (the output gate holds it until they are durable), and when no isolate holds
 * a lease of the changed keys any more.
 */
export type PushReply = {
  readonly protocol: typeof PROTOCOL;
  readonly confirmed: true;
  /** Milliseconds that it was held back by isolate leases. */
  readonly waitedForLeasesMs: number;
};

/** What an isolate gives back of a lease that it does not renew. */
export type GiveBackRequest = {
  readonly protocol: typeof PROTOCOL;
  readonly id: CredentialId;
  readonly returned: Returned;
};

/** Where a gate stands, for who watches over it. No secrets, no ids of keys. */
export type GateStatus = {
  /** How long ago its lease was asked for, and how long it may still answer; `null`: it holds none. */
  readonly leaseAgeMs: number | null;
  readonly leaseLeftMs: number | null;
  /** Sequence number of the last change that it has read without a gap; `null`: it has no history. */
  readonly cursor: number | null;
  /** Floors that it keeps: keys changed within the retention. */
  readonly floors: number;
};

/** The methods of a gate, as a stub has them. */
export type GateRpc = {
  status(): Promise<GateStatus>;
  check(request: CheckRequest): Promise<CheckReply>;
  push(request: PushRequest): Promise<PushReply>;
  count(events: readonly UsageEvent[]): Promise<void>;
  giveBack(request: GiveBackRequest): Promise<void>;
};
