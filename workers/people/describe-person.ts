/** What a signed-in person is told of themselves. */
import { z } from "zod";
import type { UserId } from "#shared/ids.ts";
import type { SessionPerson } from "#shared/management/session.ts";
import { SELECT_WORKSPACES, toWorkspace, workspaceRow } from "#workers/workspaces/workspace-rows.ts";

type Person = Pick<SessionPerson, "user" | "workspaces">;

const userRow = z.object({ name: z.string(), email: z.string(), has_password: z.number() });

/** Name, e-mail and every workspace, in one round trip to D1. The user is there: their session was just read. */
export async function describePerson(db: D1Database, id: UserId): Promise<Person> {
  const [users, workspaces] = await db.batch([db.prepare(USER).bind(id), db.prepare(WORKSPACES).bind(id)]);
  const user = userRow.parse(users?.results[0]);
  return {
    user: { id, name: user.name, email: user.email, has_password: user.has_password > 0 },
    workspaces: (workspaces?.results ?? []).map((row) => toWorkspace(workspaceRow.parse(row))),
  };
}

const USER = `
SELECT name, email, (SELECT count(*) FROM account a WHERE a.user_id = u.id AND a.password IS NOT NULL) AS has_password
FROM user u WHERE u.id = ?1`;

const WORKSPACES = `${SELECT_WORKSPACES} ORDER BY w.name, w.id`;
