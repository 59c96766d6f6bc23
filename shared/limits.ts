/** Every number that bounds something, in one place; settings a deployment may change are in `workers/env.ts`. */

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** 1 MiB: the largest request body on any surface. */
export const BODY_BYTES_MAX = 1024 * 1024;
/** JSON bodies may nest this deep. */
export const JSON_DEPTH_MAX = 32;
/** A key or workspace name, in characters (code points). */
export const NAME_LENGTH_MAX = 100;
/** Sign-in takes passwords of these lengths, in UTF-16 units. */
export const PASSWORD_LENGTH_MIN = 10;
export const PASSWORD_LENGTH_MAX = 128;
/** Credentials longer than this are refused before anything looks at them. */
export const CREDENTIAL_LENGTH_MAX = 512;
/** Shorter texts are no secrets: what is imported is at least this long, and nothing shorter is looked up. */
export const IMPORTED_TEXT_LENGTH_MIN = 16;
/** Rows of one import. */
export const IMPORT_ROWS_MAX = 1000;
/** Rows, and workspaces that they reach, which one D1 batch of an import writes: each costs several writes more. */
export const IMPORT_BATCH_ROWS_MAX = 100;
export const IMPORT_BATCH_REACH_MAX = 2000;
/** An isolate that heard of D1 that nothing is imported believes it for this long; the first import waits it out. */
export const NO_IMPORTS_VALIDITY_MS = SECOND_MS;
/** What an import waits longer than that: clocks that drift apart, and hosts whose clocks differ. */
export const NO_IMPORTS_MARGIN_MS = 250;
/** Imported keys whose ids an isolate remembers, about 100 bytes each. */
export const IMPORTED_REMEMBERED_MAX = 10_000;
/** Texts of foreign shape that are looked up in vain for one address and isolate: 20 at once, then 60 a minute. */
export const MISS_BURST = 20;
export const MISS_EVERY_MS = SECOND_MS;
/** Addresses whose misses an isolate remembers. */
export const MISSING_ADDRESSES_MAX = 10_000;
export const ALLOWED_IPS_MAX = 50;
export const ALLOWED_TOOLS_MAX = 50;
export const WORKSPACES_PER_KEY_MAX = 200;
/** A workspace's slug, in characters of a-z, 0-9 and -. */
export const SLUG_LENGTH_MIN = 2;
export const SLUG_LENGTH_MAX = 40;
/** Ten years: the longest life of a key that a workspace can suggest or ask for, in days. */
export const KEY_LIFE_DAYS_MAX = 3650;
/** How long the link of an invitation works. */
export const INVITATION_LIFE_MS = 7 * DAY_MS;
/** A cursor may carry a name of the longest sort, in base64. */
export const CURSOR_LENGTH_MAX = 2048;
export const PAGE_LIMIT_DEFAULT = 25;
export const PAGE_LIMIT_MAX = 100;

/** Requests per minute and burst of a key that says nothing else. Per region: each gate counts its own. */
export const RATE_PER_MINUTE_DEFAULT = 600;
export const RATE_BURST_DEFAULT = 120;
export const RATE_PER_MINUTE_MAX = 100_000;
export const RATE_BURST_MAX = 100_000;

/** A key used this recently is deleted only with confirmation. */
export const RECENTLY_USED_MS = 24 * HOUR_MS;
/** Entries of one exported file, and of one read for it: D1 bounds the reads of a request, and the size of an answer. */
export const AUDIT_EXPORT_ROWS_MAX = 50_000;
export const AUDIT_EXPORT_PAGE = 1000;
/** The most days of requests that a list shows for each key. */
export const KEY_USAGE_DAYS_MAX = 90;
/** Keys that can be sorted by their requests: the counts of each are read and summed. */
export const KEYS_BY_REQUESTS_MAX = 5000;
/** The longest time that keys can be listed for as unused, in days. */
export const UNUSED_DAYS_MAX = 3650;
/** What a caller's clock may be ahead of ours where a workspace bounds how long keys live. */
export const POLICY_SLACK_MS = 5 * MINUTE_MS;
/** The longest time both secrets of a rotated key may work. */
export const ROTATE_GRACE_SECONDS_MAX = 30 * 24 * 60 * 60;

/** An access token lives this long, in seconds; a longer one is a new one. */
export const ACCESS_TOKEN_SECONDS = 60 * 60;
/** Access tokens of one app that work at once; with one more the oldest ends. */
export const TOKENS_PER_APP_MAX = 10;
/** An app that asks for no token in so many seconds is disconnected: 30 days. */
export const APP_IDLE_SECONDS = 30 * 24 * 60 * 60;
/** A registered client that asks for no token in so many seconds is forgotten: 90 days. */
export const CLIENT_IDLE_SECONDS = 90 * 24 * 60 * 60;
/** One that nobody has allowed anything yet, in so many: two days. */
export const CLIENT_UNUSED_SECONDS = 2 * 24 * 60 * 60;
/** Registrations and token requests from one address. Hosted clients ask for all their people from a few. */
export const CLIENT_REGISTRATIONS = { max: 60, windowMs: 10 * MINUTE_MS };
export const TOKEN_REQUESTS = { max: 600, windowMs: 10 * MINUTE_MS };

/** A gate gives up this share of its lease: covers clocks that drift apart by 5 % each way, and host offsets. */
export const LEASE_MARGIN_SHARE = 0.1;
/** Floors outlive the validity of KV values by this much: in-flight refills, clock offset. F = KV_VALIDITY + this. */
export const FLOOR_SLACK_MS = 10 * MINUTE_MS;
/** How long a gate remembers that D1 does not know a credential; a creation's change ends it at once. */
export const MISSING_VALIDITY_MS = 10 * SECOND_MS;
/** Records a gate keeps in memory: about 1 KiB each. */
export const GATE_RECORDS_MAX = 20_000;
/** Attempts to get a live lease and an acceptable record before a check answers "unavailable". */
export const CHECK_ATTEMPTS_MAX = 4;
/** A check that took longer decides nothing any more: its Worker is about to ask elsewhere, and would count twice. */
export const CHECK_DEADLINE_MS = 5 * SECOND_MS;
/** After a renewal failed, a gate leaves D1 alone for this long. */
export const RENEWAL_BACKOFF_MS = 500;
/** A D1 answer that a request waits for; past it the request is refused with 503, and the next one asks anew. */
export const D1_TIMEOUT_MS = 5 * SECOND_MS;

/**
 * An isolate lease: for this long at most an isolate decides a hot key alone. It is what a gate remembers, and what a
 * revoke of that key may have to wait; the isolate gives up LEASE_MARGIN_SHARE of it.
 */
export const ISOLATE_LEASE_MS_MAX = SECOND_MS;
/** A key is hot in an isolate that sees this many requests a second of it: an average of 20 ms between two. */
export const HOT_REQUESTS_PER_SECOND = 50;
/** An isolate asks for so many times the requests that it expects during a lease; what it does not use it gives back. */
export const ISOLATE_LEASE_HEADROOM = 2;
/** Requests that one isolate lease may allow, whatever the key's limit. */
export const ISOLATE_LEASE_REQUESTS_MAX = 10_000;
/** Keys that one isolate holds leases of, about 1 KiB each, and keys whose rate it follows. */
export const ISOLATE_LEASES_MAX = 1000;
export const ISOLATE_KEYS_FOLLOWED_MAX = 10_000;
/** How far ahead a gate writes down that it may have granted isolate leases: one write for all grants of that time. */
export const GRANTS_HORIZON_MS = 2 * SECOND_MS;

/** A gate that does not answer within this is passed over for the D1 primary. Longer than the gate's own wait for D1. */
export const GATE_TIMEOUT_MS = 6 * SECOND_MS;
/** One push to one gate. */
export const PUSH_TIMEOUT_MS = 2 * SECOND_MS;
/** Checks that one isolate may send to the D1 primary when gates fail: a bucket of this many, refilled in 10 s. */
export const FALLBACK_BURST = 50;
export const FALLBACK_REFILL_MS = 10 * SECOND_MS;
/** What a caller is told to wait when a check could not be made. */
export const RETRY_AFTER_SECONDS = 1;

/** Usage reaches a gate's SQLite this soon: the bound on what its eviction can lose. */
export const USAGE_JOURNAL_DELAY_MS = SECOND_MS;
/** A key's first use waits this much longer for its flush, and no longer: somebody may be watching for it. */
export const FIRST_USE_FLUSH_MS = 500;
/** An alarm that is this late was lost: Cloudflare's may come a minute late after a failover, and it repeats failed ones. */
export const ALARM_LOST_MS = 2 * MINUTE_MS;
/** Rows in one batch to D1, and batches in one flush: what is more waits for the next. */
export const USAGE_FLUSH_ROWS_MAX = 2000;
export const USAGE_BATCHES_PER_FLUSH_MAX = 50;
/** Distinct clients and operations per credential and hour that are told apart; the rest count as "other". */
export const USAGE_LABELS_MAX = 64;
export const USAGE_LABEL_LENGTH_MAX = 64;
/** Hourly usage is kept this long. */
export const USAGE_RETENTION_MS = 400 * DAY_MS;
/** A flush is never repeated after this long. */
export const USAGE_BATCH_RETENTION_MS = 30 * DAY_MS;

/** What `GET /v1/status` says may be this old: an isolate asks its gate no more often, however often it is asked. */
export const STATUS_VALIDITY_MS = SECOND_MS;

/** Lines of one event that an isolate logs in a second; the next one says how many were left out. */
export const LOG_LINES_PER_SECOND = 20;

/** An automation's webhook: time to answer, and how much of the answer is read. */
export const WEBHOOK_TIMEOUT_MS = 10 * SECOND_MS;
export const WEBHOOK_RESPONSE_BYTES_MAX = 64 * 1024;
