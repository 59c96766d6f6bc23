/** A person's own sessions: which there are, and their end. Nobody else's can be seen or ended here. */
import { z } from "zod";
import { auditIdSchema, newId, type SessionId, sessionIdSchema } from "#shared/ids.ts";
import type { EndedSessions, Session, SignedOutEverywhere } from "#shared/management/session.ts";
import type { PageQuery } from "#shared/management/workspaces.ts";
import type { Page } from "#shared/paging.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import type { Act } from "#workers/audit/act.ts";
import { actorOf, auditStatements } from "#workers/audit/audit-entry.ts";
import { type Disconnection, disconnectAll } from "#workers/apps/disconnect-all.ts";
import { commit, type Committed } from "#workers/changes/commit.ts";
import { propagate } from "#workers/changes/propagate.ts";
import { readPosition, toPage } from "#workers/db/pages.ts";

const positionSchema = z.tuple([z.literal("sessions"), z.number(), z.string()]);

const row = z.object({
  id: sessionIdSchema,
  created_at: z.number(),
  updated_at: z.number(),
  ip_address: z.string().nullable(),
  user_agent: z.string().nullable(),
});

type Asking = Pick<Act, "db" | "now" | "principal">;

/** One page, the newest sign-in first; sessions that have run out are none. Refusal: `invalid_request` (cursor). */
export async function listSessions(act: Asking, query: PageQuery): Promise<Result<Page<Session>, Refusal>> {
  const position = readPosition(query.cursor, positionSchema);
  if (!position.ok) return position;
  const [, createdAt, id] = position.value ?? [null, null, null];
  const { results } = await act.db
    .prepare(LIST)
    .bind(act.principal.userId, act.now, createdAt, id, query.limit + 1)
    .all();
  const rows = results.map((found) => row.parse(found));
  return ok(
    toPage(rows, {
      limit: query.limit,
      item: (found) => toSession(found, act.principal.credential.id),
      place: (found) => ["sessions", found.created_at, found.id],
    }),
  );
}

/** Refusal: `not_found`, also for a session of somebody else. */
export async function endSession(act: Act, id: SessionId): Promise<Result<EndedSessions, Refusal>> {
  const ended = await endWhere(act, "AND id = ?2", id);
  return ended === 0 ? err({ code: "not_found", what: "session" }) : ok({ ended });
}

/**
 * Signs out everywhere, here too. Apps stay connected, as keys stay good, unless they are to go along; then none of them
 * passes anywhere when the receipt says so.
 */
export async function endAllSessions(
  act: Act,
  { disconnectApps }: { readonly disconnectApps: boolean },
): Promise<Result<SignedOutEverywhere, Refusal>> {
  const disconnection = disconnectApps ? await disconnectAll(act) : null;
  const { ended, committed } = await commitEnd(act, { condition: "AND id <> ?2", value: "" }, disconnection);
  const propagation = await propagate(act, committed);
  return ok({ ended, apps: committed.applied ? [...(disconnection?.apps ?? [])] : [], propagation });
}

async function endWhere(act: Act, condition: string, value: string): Promise<number> {
  return (await commitEnd(act, { condition, value }, null)).ended;
}

type Which = { readonly condition: string; readonly value: string };

/** One batch: the rows, the audit entry, which says how many, and the apps that go along. */
async function commitEnd(
  act: Act,
  { condition, value }: Which,
  disconnection: Disconnection | null,
): Promise<{ readonly ended: number; readonly committed: Committed }> {
  const { userId } = act.principal;
  const ids = await act.db.prepare(`SELECT id FROM session WHERE user_id = ?1 ${condition}`).bind(userId, value).all();
  const auditId = newId(auditIdSchema, "aud", act.mint);
  const end = act.db.prepare(`DELETE FROM session WHERE user_id = ?1 ${condition}`).bind(userId, value);
  const audit = auditStatements(act, {
    id: auditId,
    action: "session.ended",
    actor: actorOf(act),
    target: { type: "user", id: userId },
    detail: { sessions: ids.results.length, ...(disconnection === null ? {} : { apps: disconnection.apps.length }) },
    workspaces: [],
  });
  const committed = await commit(act.db, {
    auditId,
    credentials: disconnection === null ? [] : "all",
    statements: [end, ...audit, ...(disconnection?.statements(auditId) ?? [])],
  });
  return { ended: committed.applied ? ids.results.length : 0, committed };
}

function toSession(found: z.infer<typeof row>, current: string): Session {
  return {
    id: found.id,
    current: found.id === current,
    created_at: new Date(found.created_at).toISOString(),
    last_seen_at: new Date(found.updated_at).toISOString(),
    ip: found.ip_address === "" ? null : found.ip_address,
    user_agent: found.user_agent === "" ? null : found.user_agent,
  };
}

const LIST = `
SELECT id, created_at, updated_at, ip_address, user_agent FROM session
WHERE user_id = ?1 AND expires_at > ?2 AND (?3 IS NULL OR (created_at, id) < (?3, ?4))
ORDER BY created_at DESC, id DESC LIMIT ?5`;
