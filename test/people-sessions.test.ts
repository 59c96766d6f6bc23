/** What a session is worth, where a person finds theirs, and when each ends. */
import { env } from "cloudflare:workers";
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { settingsOf } from "#workers/env.ts";
import { readSession } from "#workers/people/read-session.ts";
import { newBrowser } from "./browser.ts";
import { claimed, givePassword, signIn } from "./people.ts";
import { call, newMember, newPerson, newWorld } from "./world.ts";

const pageSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      current: z.boolean(),
      last_seen_at: z.string(),
      ip: z.string().nullable(),
      user_agent: z.string().nullable(),
    }),
  ),
  next_cursor: z.string().nullable(),
});

beforeAll(claimed);

test("a session answers who is calling, and D1 has nothing that makes another one", async () => {
  const { owner, workspace } = await newWorld();
  const { cookie, sessionId, token } = await signIn(owner);
  const answer = await call("GET", "/v1/me", { headers: cookie });
  expect([answer.status, answer.body]).toMatchObject([
    200,
    { credential: { kind: "session", id: sessionId }, user: { id: owner.id }, workspaces: [{ id: workspace }] },
  ]);
  const browser = newBrowser();
  await givePassword(owner, "correct horse battery");
  await browser.submit("/sign-in", { email: owner.email, password: "correct horse battery" });
  const made = decodeURIComponent([...browser.cookies.values()].join()).split(".")[0] ?? "";
  const { results } = await env.DB.prepare("SELECT * FROM session").all();
  expect([made.length, results.length]).toEqual([32, 2]);
  for (const secret of [token, made]) expect(JSON.stringify(results)).not.toContain(secret);
});

test("knowing who is signed in takes two statements: the session with its user, and the memberships", async () => {
  const { owner, workspace } = await newWorld();
  const { cookie } = await signIn(owner);
  const statements: string[] = [];
  const db = new Proxy(env.DB, {
    get: (target, name) => {
      if (name !== "prepare") return Reflect.get(target, name, target);
      return (statement: string) => {
        statements.push(statement);
        return target.prepare(statement);
      };
    },
  });
  // Another origin has a library of its own, which is given this database.
  const means = { db, settings: settingsOf(env), origin: "https://counted.test" };
  const person = await readSession(means, new Headers(cookie));
  expect(person).toMatchObject({ user: { id: owner.id }, workspaces: [{ id: workspace, role: "owner" }] });
  expect(statements).toHaveLength(2);
});

test("a person sees their own sessions, with device and last visit, page by page, and no one else's", async () => {
  const ada = await newPerson("Ada");
  await signIn(await newPerson("Eve"));
  const now = Date.now();
  const [old, current] = [await signIn(ada, now - 60_000), await signIn(ada, now)];
  const ran = await signIn(ada, now - 31 * 24 * 60 * 60 * 1000);
  const { headers } = current;
  const all = pageSchema.parse((await call("GET", "/v1/sessions", { headers })).body);
  expect(all.data.map(({ id, current: isCurrent }) => [id, isCurrent])).toEqual([
    [current.sessionId, true],
    [old.sessionId, false],
  ]);
  expect(all.data[0]).toMatchObject({ ip: "192.0.2.1", user_agent: "Tests" });
  expect(JSON.stringify(all)).not.toContain(ran.sessionId);
  const first = pageSchema.parse((await call("GET", "/v1/sessions?limit=1", { headers })).body);
  const rest = pageSchema.parse(
    (await call("GET", `/v1/sessions?limit=1&cursor=${first.next_cursor ?? ""}`, { headers })).body,
  );
  expect([...first.data, ...rest.data]).toEqual(all.data);
});

test("a visit is seen within five minutes, and moves the end of the session and of its cookie", async () => {
  const ada = await newPerson("Ada");
  const { headers, sessionId } = await signIn(ada, Date.now() - 20 * 24 * 60 * 60 * 1000);
  const visit = await call("GET", "/v1/sessions", { headers });
  expect(visit.headers.getSetCookie()).toContainEqual(expect.stringMatching(/session_token=.+Max-Age=2592000/));
  const row = await env.DB.prepare("SELECT updated_at, expires_at FROM session WHERE id = ?1").bind(sessionId).first();
  const { updated_at: seen, expires_at: ends } = z
    .object({ updated_at: z.number(), expires_at: z.number() })
    .parse(row);
  expect([Date.now() - seen < 60_000, ends - Date.now() > 29 * 24 * 60 * 60 * 1000]).toEqual([true, true]);
  const soon = await call("GET", "/v1/sessions", { headers });
  expect(soon.headers.getSetCookie()).toEqual([]);
});

test("ending a session ends it with the next request, and somebody else's is not there", async () => {
  const ada = await newPerson("Ada");
  const [here, there, eve] = [await signIn(ada), await signIn(ada), await signIn(await newPerson("Eve"))];
  const foreign = await call("DELETE", `/v1/sessions/${there.sessionId}`, { headers: eve.headers });
  expect([foreign.status, foreign.body["code"]]).toEqual([404, "not_found"]);
  const ended = await call("DELETE", `/v1/sessions/${there.sessionId}`, { headers: here.headers });
  expect([ended.status, ended.body]).toEqual([200, { ended: 1 }]);
  const again = await call("DELETE", `/v1/sessions/${there.sessionId}`, { headers: here.headers });
  expect(again.status).toBe(404);
  const after = await Promise.all([here, there, eve].map(({ headers }) => call("GET", "/v1/session", { headers })));
  expect(after.map(({ status }) => status)).toEqual([200, 401, 200]);
});

test("signing out everywhere ends them all, this one too, and is recorded", async () => {
  const ada = await newPerson("Ada");
  const sessions = [await signIn(ada), await signIn(ada), await signIn(ada)];
  const { headers } = await signIn(ada);
  expect((await call("DELETE", "/v1/sessions", { headers })).body).toMatchObject({ ended: 4, apps: [] });
  for (const session of sessions) expect((await call("GET", "/v1/me", { headers: session.headers })).status).toBe(401);
  expect((await call("GET", "/v1/me", { headers })).status).toBe(401);
  const audit = await env.DB.prepare("SELECT action, detail FROM audit_log WHERE actor_user_id = ?1")
    .bind(ada.id)
    .all();
  expect(audit.results).toEqual([{ action: "session.ended", detail: '{"sessions":4}' }]);
});

test("a removed member's session reaches the workspace no more, with their next request", async () => {
  const world = await newWorld();
  const { person } = await newMember(world.workspace, "admin");
  const { headers } = await signIn(person);
  const members = `/v1/workspaces/${world.workspace}/members`;
  expect((await call("GET", members, { headers })).status).toBe(200);
  await call("DELETE", `${members}/${person.id}`, { key: world.key.secret });
  expect((await call("GET", members, { headers })).status).toBe(404);
  expect((await call("GET", "/v1/session", { headers })).body).toMatchObject({ workspaces: [] });
});

test("a person renames themselves, which their workspaces see, and a name that was theirs is no act", async () => {
  const world = await newWorld();
  const { headers } = await signIn(world.owner);
  const rename = (name: string): ReturnType<typeof call> =>
    call("PATCH", "/v1/session/user", { headers, body: { name } });
  expect((await rename("Ada <b>L.</b>")).body).toMatchObject({
    user: { name: "Ada <b>L.</b>", email: world.owner.email },
  });
  await rename("Ada <b>L.</b>");
  for (const name of ["", " ", "a".repeat(101), "a\nb", "\u202eada"]) expect((await rename(name)).status).toBe(400);
  const entries = await call("GET", `/v1/audit?action=user.renamed&workspace=${world.workspace}`, {
    key: world.key.secret,
  });
  expect(entries.body["data"]).toHaveLength(1);
});

test("changing the password needs the old one, slowly, and can end all other sessions", async () => {
  const ada = await newPerson("Ada");
  await givePassword(ada, "the password of before");
  const [here, there] = [await signIn(ada), await signIn(ada)];
  const change = (currentPassword: string): ReturnType<typeof call> =>
    call("POST", "/api/auth/change-password", {
      headers: { ...here.headers, "CF-Connecting-IP": `203.0.113.${(turns += 1)}` },
      body: { currentPassword, newPassword: "correct horse battery", revokeOtherSessions: true },
    });
  let turns = 0;
  expect((await change("not the password")).status).toBe(400);
  const changed = await change("the password of before");
  expect([changed.status, changed.text.includes('"token"')]).toEqual([200, false]);
  expect(changed.headers.getSetCookie()).toContainEqual(expect.stringContaining("session_token="));
  expect((await call("GET", "/v1/me", { headers: there.headers })).status).toBe(401);
  const { headers } = await signIn(ada);
  const guess = (): ReturnType<typeof call> =>
    call("POST", "/api/auth/change-password", {
      headers: { ...headers, "CF-Connecting-IP": `203.0.113.${(turns += 1)}` },
      body: { currentPassword: "not the password", newPassword: "correct horse battery" },
    });
  for (let round = 0; round < 10; round += 1) expect((await guess()).status).toBe(400);
  const slowed = await guess();
  expect([slowed.status, slowed.body["code"]]).toEqual([429, "rate_limited"]);
  const audit = await env.DB.prepare("SELECT action FROM audit_log WHERE actor_user_id = ?1").bind(ada.id).all();
  expect(audit.results).toEqual([{ action: "password.changed" }]);
});
