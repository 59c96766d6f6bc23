/** From slices to rows: medians, the ratio to the baseline, and whether the aim was reached. Pure. */
import type { Slice } from "./rounds.ts";
import { median } from "./statistics.ts";
import { CHEAPEST_CORRECT_PEER, type Subject } from "./subjects.ts";

export type Row = {
  readonly subject: Subject;
  readonly requestsPerSecond: number;
  readonly cpuUs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** CPU, divided by that of the baseline. */
  readonly ratio: number;
  readonly aim: AimReached | null;
  /** Null where there is nothing to revoke. */
  readonly refusesRevoked: boolean | null;
};

/** `ratio` to what the aim names; null where that was not measured. */
export type AimReached = { readonly atMost: number; readonly of: string; readonly ratio: number | null };

type Measurements = {
  readonly slices: ReadonlyMap<string, readonly Slice[]>;
  readonly refusesRevoked: ReadonlyMap<string, boolean>;
};

/** One row a subject. Ratios are medians of the rounds' ratios, so that a slow round does not speak for the others. */
export function rowsOf(subjects: readonly Subject[], { slices, refusesRevoked }: Measurements): Row[] {
  const cpuOf = (id: string): number[] => (slices.get(id) ?? []).map(({ cpuUs }) => cpuUs);
  const cheapest = cheapestCorrectPeer(subjects, { cpuOf, refusesRevoked });
  return subjects.map((subject) => {
    const own = slices.get(subject.id) ?? [];
    return {
      subject,
      requestsPerSecond: median(own.map(({ requestsPerSecond }) => requestsPerSecond)),
      cpuUs: median(own.map(({ cpuUs }) => cpuUs)),
      p50Ms: median(own.map(({ p50Ms }) => p50Ms)),
      p99Ms: median(own.map(({ p99Ms }) => p99Ms)),
      ratio: ratioOf(cpuOf(subject.id), cpuOf(subject.baseline)),
      aim: aimReached(subject, { cpuOf, cheapest }),
      refusesRevoked: refusesRevoked.get(subject.id) ?? null,
    };
  });
}

type Costs = { readonly cpuOf: (id: string) => number[] };

function aimReached(
  { id, aim }: Subject,
  { cpuOf, cheapest }: Costs & { readonly cheapest: string | null },
): AimReached | null {
  if (aim === undefined) return null;
  const of = aim.of === CHEAPEST_CORRECT_PEER ? cheapest : aim.of;
  return { ...aim, of: of ?? aim.of, ratio: of === null ? null : ratioOf(cpuOf(id), cpuOf(of)) };
}

/** Of the peers that refuse a revoked key at once, not only on a simulator without a cache. */
function cheapestCorrectPeer(
  subjects: readonly Subject[],
  { cpuOf, refusesRevoked }: Costs & Pick<Measurements, "refusesRevoked">,
): string | null {
  const correct = subjects.filter(
    ({ id, group, restsOnKv }) => group === "peers" && restsOnKv !== true && refusesRevoked.get(id) === true,
  );
  const [cheapest] = correct.toSorted((one, other) => median(cpuOf(one.id)) - median(cpuOf(other.id)));
  return cheapest?.id ?? null;
}

function ratioOf(own: readonly number[], others: readonly number[]): number {
  return median(own.map((cpuUs, round) => cpuUs / (others[round] ?? Number.NaN)));
}
