/**
 * The fault matrix: what a caller gets when a part fails, at each moment that the part matters to, and the test that
 * shows it. The tables of docs/consistency.md are generated from it (`npm run generate`), which looks up each test by its
 * name and fails where there is none. It tests nothing itself.
 */

/** What a request, a change or a count is doing when the fault comes. */
export const WAYS = {
  "On the way of a check": {
    cold: "the gate does not know the key",
    warm: "the gate knows it, under a lease",
    renewal: "the lease has ended",
  },
  "On the way of a change": {
    before: "until the commit",
    between: "from the commit to the push",
    push: "during the push",
  },
  "On the way of usage": { journal: "into the gate's SQLite", flush: "from there to D1" },
} as const;
export type Way = keyof typeof WAYS;
export type Moment = { [W in Way]: keyof (typeof WAYS)[W] }[Way];

/** What the caller gets, and the test that shows it; or why the fault cannot matter then. */
export type Cell = { readonly gets: string; readonly test: string } | { readonly apart: string };

type Row = Readonly<Record<Moment, Cell>>;

const shown = (gets: string, test: string): Cell => ({ gets, test });
const apart = (why: string): Cell => ({ apart: why });

const NOT_READ = apart("nothing is read");
const NO_KV = apart("KV is not asked");
const NO_ALARM = { cold: apart("no alarm"), warm: apart("no alarm"), renewal: apart("no alarm") };
const NO_ALARM_IN_CHANGES = { before: apart("no alarm"), between: apart("no alarm"), push: apart("no alarm") };
const NO_KV_IN_USAGE = { journal: NO_KV, flush: NO_KV };

const passesWithinLease = (how: string): Cell =>
  shown("passes", `a key that the gate knows passes within the lease while D1 ${how}`);
const noLease = (how: string): Cell =>
  shown("`503`", `a gate without a lease gets none while D1 ${how}, refuses with 503, and heals`);
const LEASE_ENDED = shown("`503`", "a gate whose lease has ended refuses with 503 in whatever way D1 fails, and heals");
const writtenDown = (how: string): Cell => shown("counted", `the gate writes counts down while D1 ${how}`);
const NO_RECEIPT = shown(
  "`503`; made, told, and answered when asked again",
  "a change whose receipt D1 keeps back is told to every gate all the same, and the receipt comes when asked again",
);
const TOLD_WITHOUT_D1 = shown(
  "told; the receipt comes late",
  "a change is told to every gate while D1 is slow with what comes after the commit",
);
const AWAITED =
  "a D1 that does not answer is waited for 5 s; what is known passes meanwhile, all else is 503, and all heals";
const NO_READ_OF_KV = "neither a key in memory nor a renewal asks KV, so that no lie of it matters there";

const D1 = {
  "D1 cannot be read": {
    cold: shown("`503`", "a key that is not known yet is refused with 503 while D1 cannot be read"),
    warm: passesWithinLease("cannot be read"),
    renewal: LEASE_ENDED,
    before: shown("`503`, nothing changed", "a change of a key that cannot be read answers 503 and changes nothing"),
    between: NO_RECEIPT,
    push: NO_RECEIPT,
    journal: writtenDown("cannot be read"),
    flush: NOT_READ,
  },
  "D1 cannot be written": {
    cold: noLease("cannot be written"),
    warm: passesWithinLease("cannot be written"),
    renewal: LEASE_ENDED,
    before: shown(
      "`503`, nothing changed",
      "a management write that D1 refuses to make answers 503 and changes nothing",
    ),
    between: apart("nothing is written"),
    push: apart("nothing is written"),
    journal: writtenDown("cannot be written"),
    flush: shown("kept, sent again", "a flush while D1 breaks off keeps everything for the next one"),
  },
  "D1 breaks off after a commit": {
    cold: shown(
      "`503`; who revokes tells the gate",
      "a lease whose answer was lost counts for who revokes, and not for the gate",
    ),
    warm: passesWithinLease("breaks off after each commit"),
    renewal: LEASE_ENDED,
    before: shown(
      "found out, told, answered",
      "a revoke whose answer from D1 is lost after the commit is found out, told and true",
    ),
    between: shown(
      "D1 stays silent: `503`, true when the leases end",
      "a change that D1 made and never spoke of answers 503, is true when the leases end, and is made once",
    ),
    push: apart("it is over by then"),
    journal: writtenDown("breaks off after each commit"),
    flush: shown("counted once", "a flush whose answer is lost after the commit is sent again and changes nothing"),
  },
  "D1 takes 5 s and more": {
    cold: shown("`503` after 5 s", AWAITED),
    warm: shown("passes", AWAITED),
    renewal: shown("`503` after 5 s", AWAITED),
    before: shown(
      "answered late, and as good",
      "a change waits for a slow D1, and its receipt is as good as a quick one's",
    ),
    between: TOLD_WITHOUT_D1,
    push: TOLD_WITHOUT_D1,
    journal: apart("D1 is not asked"),
    flush: shown(
      "counted late, once",
      "while a flush waits for a slow D1 counting goes on, and everything is counted once",
    ),
  },
  "D1 is overloaded": {
    cold: shown(
      "`503`; D1 is asked once in half a second",
      "an overloaded D1 is asked for one lease, however many requests wait for it",
    ),
    warm: passesWithinLease("is overloaded"),
    renewal: LEASE_ENDED,
    before: shown(
      "`503`, nothing changed, not sent again",
      "a change that an overloaded D1 refuses is not sent again, answers 503 and changes nothing",
    ),
    between: NO_RECEIPT,
    push: NO_RECEIPT,
    journal: writtenDown("is overloaded"),
    flush: shown("kept, sent again", "a flush while D1 is overloaded keeps everything for the next one"),
  },
} as const satisfies Readonly<Record<string, Row>>;

const UNASKED_KV = { warm: shown("decided", NO_READ_OF_KV), renewal: shown("decided", NO_READ_OF_KV) };

/** What KV serves may be wrong in any way: D1 decides. */
function kvRow(mode: string): Row {
  const revoked = shown(
    "told; KV decides nothing",
    `a revoked key is refused with a KV that is ${mode}, also by gates that forgot everything`,
  );
  return {
    cold: shown("D1 decides", `a new key works everywhere at once with a KV that is ${mode}`),
    ...UNASKED_KV,
    before: NO_KV,
    between: revoked,
    push: revoked,
    ...NO_KV_IN_USAGE,
  };
}

const KV = {
  "KV serves old values": kvRow("stale"),
  "KV misses what is there": kvRow("stale-miss"),
  "KV fails": kvRow("fail"),
  "KV is slow": {
    cold: shown("after 1 s D1 decides", "a KV that is slow counts as a miss after a second, and D1 decides"),
    ...UNASKED_KV,
    before: NO_KV,
    between: shown("told; nobody waits", "a receipt waits for no KV"),
    push: shown("told; nobody waits", "a receipt waits for no KV"),
    ...NO_KV_IN_USAGE,
  },
} as const satisfies Readonly<Record<string, Row>>;

const evicted = (state: string): Cell =>
  shown("as before", `a gate that was evicted decides as before when it wakes (gate: ${state})`);
const diesInFlight = (state: string): Cell =>
  shown("the D1 primary decides", `a check whose gate dies in flight is decided by the D1 primary (gate: ${state})`);

/** A gate that does not help a Worker: the D1 primary decides for the caller, and a change waits or says so. */
function awayRow(asked: { readonly check: string; readonly push: string; readonly count: Cell }): Row {
  const passedOver = shown(
    "the D1 primary decides, in its budget",
    `a gate that ${asked.check} is passed over for the D1 primary, whatever it knew`,
  );
  return {
    cold: passedOver,
    warm: passedOver,
    renewal: passedOver,
    before: shown(
      "made and told",
      `a change is made and told although no gate can be asked who wants it (a gate ${asked.push})`,
    ),
    between: apart("met with the push"),
    push: shown(
      "after its lease, or `202` with `effective_by`",
      `a push to a gate that ${asked.push} confirms nothing: the receipt is pending, and says until when`,
    ),
    journal: asked.count,
    flush: apart("the gate flushes by itself"),
  };
}

const mayBeLost = (how: string): Cell =>
  shown(
    "answered; the count may be lost",
    `a request is answered by the D1 primary although the gate that should count it ${how}`,
  );

const GATE = {
  "gate evicted": {
    cold: evicted("cold"),
    warm: evicted("warm"),
    renewal: evicted("about to renew"),
    before: shown("woken, told", "gates that were evicted before a change are woken by its push, and refuse"),
    between: shown(
      "woken, told",
      "gates that were evicted between the commit and the push are woken by it, and refuse",
    ),
    push: shown("told, and stays so", "a gate evicted between the push and the next request still refuses"),
    journal: shown(
      "a second of counts may be lost",
      "an eviction loses what was counted since the journal was last written, and nothing else",
    ),
    flush: shown("counted once", "a flush whose answer is lost after the commit is sent again and changes nothing"),
  },
  "gate aborted in flight": {
    cold: diesInFlight("cold"),
    warm: diesInFlight("warm"),
    renewal: diesInFlight("about to renew"),
    before: shown("woken, told", "gates that were aborted before a change are woken by its push, and refuse"),
    between: shown(
      "woken, told",
      "gates that were aborted between the commit and the push are woken by it, and refuse",
    ),
    push: shown(
      "pushed again",
      "a push whose gate dies before it answers is made again, and the receipt waits for that",
    ),
    journal: shown(
      "what is journaled stays",
      "usage that was journaled survives the death of the gate and is flushed once",
    ),
    flush: shown("counted once", "a flush whose answer is lost after the commit is sent again and changes nothing"),
  },
  "gate cannot be reached": awayRow({
    check: "cannot be reached",
    push: "cannot be reached",
    count: mayBeLost("cannot be reached"),
  }),
  "gate overloaded": awayRow({ check: "is overloaded", push: "is overloaded", count: mayBeLost("is overloaded") }),
  "gate of another version": awayRow({
    check: "answers in the words of another version",
    push: "confirms in the words of another version",
    count: shown(
      "counted; twice if that gate counted it too",
      "a request that the D1 primary decided for a gate of another version is counted once, by the gate",
    ),
  }),
} as const satisfies Readonly<Record<string, Row>>;

const TIMER = apart("the journal has a timer of its own");
const UNPUSHED = shown(
  "true when the leases end",
  "a change that nobody pushed and no cron saw is true at once for a new gate, and everywhere when the leases end",
);

/** An alarm only flushes usage. */
function alarmRow(flush: Cell): Row {
  return { ...NO_ALARM, ...NO_ALARM_IN_CHANGES, journal: TIMER, flush };
}

const CLOCKWORK = {
  "alarm fires twice": alarmRow(shown("counted once", "an alarm that fires twice at once flushes once")),
  "alarm comes late": alarmRow(
    shown("counted late", "an alarm that comes late brings all that was counted until then"),
  ),
  "alarm is lost": alarmRow(
    shown(
      "counted two minutes after it was due, or when the gate next starts",
      "an alarm that was lost is set again by a gate that is never at rest, once it is too late to come",
    ),
  ),
  "cron missed": {
    cold: UNPUSHED,
    warm: UNPUSHED,
    renewal: UNPUSHED,
    before: apart("no cron"),
    between: UNPUSHED,
    push: UNPUSHED,
    journal: apart("no cron"),
    flush: apart("no cron"),
  },
} as const satisfies Readonly<Record<string, Row>>;

/** Every fault, with a cell for every moment. */
export const FAULTS: Readonly<Record<string, Row>> = { ...D1, ...KV, ...GATE, ...CLOCKWORK };
