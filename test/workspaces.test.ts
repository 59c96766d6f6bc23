/** What happens to a workspace itself: its name, its slug, what it asks of keys, its end. */
import { createScheduledController } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { z } from "zod";
import worker from "#workers/main.ts";
import { clearWorkspace } from "#workers/workspaces/clear-workspaces.ts";
import { newThings } from "./route-examples.ts";
import { everything, written } from "./snapshot.ts";
import {
  type Answer,
  call,
  type HeldKey,
  join,
  newKey,
  newMember,
  newPerson,
  newWorld,
  newWorkspace,
} from "./world.ts";

function statusesOf(answers: readonly Answer[]): number[] {
  return answers.map((answer) => answer.status).toSorted((left, right) => left - right);
}

/** `asked` is a method and what follows /v1/workspaces. */
function ask(key: HeldKey, asked: string, body?: unknown): Promise<Answer> {
  const [method = "", path = ""] = asked.split(" ", 2);
  return call(method, `/v1/workspaces${path}`, { key: key.secret, body });
}

const workspaceSchema = z.object({ id: z.string(), slug: z.string() });

test("a workspace is created with a slug from its name, and a policy that suggests 90 days and asks nothing", async () => {
  const { key } = await newWorld();
  const first = await ask(key, "POST", { name: "Café & Bühne 2" });
  expect(first).toMatchObject({
    status: 201,
    body: {
      name: "Café & Bühne 2",
      slug: "cafe-buhne-2",
      role: "owner",
      key_policy: { default_days: 90, max_days: null, creators: "members" },
    },
  });
  const second = await ask(key, "POST", { name: "Cafe Buhne 2" });
  expect(workspaceSchema.parse(second.body).slug).toMatch(/^cafe-buhne-2-[a-z0-9]{6}$/);
});

test.for([
  ["موسيقى", /^workspace(?:-[a-z0-9]{6})?$/],
  ["🎪".repeat(100), /^workspace(?:-[a-z0-9]{6})?$/],
  ["x".repeat(100), /^x{33}$/],
  ["<script>alert(1)</script>", /^script-alert-1-script$/],
  ["-- a --", /^workspace(?:-[a-z0-9]{6})?$/],
] as const)("a workspace named %s gets a slug that a URL takes", async ([name, slug]) => {
  const { key } = await newWorld();
  const made = await ask(key, "POST", { name });
  expect(made).toMatchObject({ status: 201, body: { name } });
  expect(workspaceSchema.parse(made.body).slug).toMatch(slug);
});

test("of workspaces created with one name at once each gets a slug of its own", async () => {
  const { key } = await newWorld();
  const made = await Promise.all(Array.from({ length: 5 }, () => ask(key, "POST", { name: "Twins at once" })));
  expect(made.map((answer) => answer.status)).toEqual([201, 201, 201, 201, 201]);
  expect(new Set(made.map((answer) => workspaceSchema.parse(answer.body).slug)).size).toBe(5);
});

test("owners and admins change a workspace, field by field, and the audit log says what", async () => {
  const { workspace, key } = await newWorld();
  const admin = await newMember(workspace, "admin");
  const slug = `renamed-${workspace.slice(-8).toLowerCase()}`;
  const renamed = await ask(admin.key, `PATCH /${workspace}`, { name: "Renamed", slug });
  expect(renamed).toMatchObject({ status: 200, body: { id: workspace, name: "Renamed", slug, role: "admin" } });
  const policy = { default_days: 30, max_days: 90, creators: "admins" };
  const strict = await ask(key, `PATCH /${workspace}`, { key_policy: policy });
  expect(strict.body).toMatchObject({ name: "Renamed", slug, role: "owner", key_policy: policy });
  const loosened = await ask(key, `PATCH /${workspace}`, { key_policy: { max_days: null } });
  expect(loosened.body).toMatchObject({ key_policy: { ...policy, max_days: null } });
  expect(await ask(key, "GET")).toMatchObject({
    body: { data: [{ name: "Renamed", slug, key_policy: { default_days: 30, creators: "admins" } }] },
  });
  const audit = await call("GET", `/v1/audit?action=workspace.changed&workspace=${workspace}`, { key: key.secret });
  expect(audit.body["data"]).toMatchObject([
    { detail: { changed: { key_policy: { max_days: null } } } },
    { detail: { changed: { key_policy: policy } } },
    { detail: { changed: { name: "Renamed", slug } }, actor: { user_id: admin.person.id } },
  ]);
});

test.for([
  [{}, ""],
  [{ key_policy: {} }, "/key_policy"],
  [{ role: "owner" }, "/role"],
  [{ name: "  " }, "/name"],
  [{ name: "a\u202eb" }, "/name"],
  [{ slug: "A" }, "/slug"],
  [{ slug: "UPPER" }, "/slug"],
  [{ slug: "x".repeat(41) }, "/slug"],
  [{ slug: "a/b" }, "/slug"],
  [{ slug: "ünder" }, "/slug"],
  [{ slug: null }, "/slug"],
  [{ key_policy: { max_days: 0 } }, "/key_policy/max_days"],
  [{ key_policy: { max_days: 1.5 } }, "/key_policy/max_days"],
  [{ key_policy: { max_days: 3651 } }, "/key_policy/max_days"],
  [{ key_policy: { max_days: "30" } }, "/key_policy/max_days"],
  [{ key_policy: { creators: "owners" } }, "/key_policy/creators"],
  [{ key_policy: { default_days: 91, max_days: 90 } }, "/key_policy/default_days"],
] as const)("a workspace is not changed by %j", async ([body, path]) => {
  const { workspace, key } = await newWorld();
  const before = await written();
  const answer = await ask(key, `PATCH /${workspace}`, body);
  expect(answer).toMatchObject({
    status: 400,
    body: { code: "invalid_request", errors: expect.arrayContaining([{ path, message: expect.any(String) }]) },
  });
  expect(await written()).toEqual(before);
});

const policySchema = z.object({ key_policy: z.object({ default_days: z.number(), max_days: z.number() }) });

test("a default life is never longer than the longest one: beyond it is refused, and a shorter one takes it down", async () => {
  const { workspace, key } = await newWorld();
  const policy = (body: object): Promise<Answer> => ask(key, `PATCH /${workspace}`, { key_policy: body });
  expect((await policy({ max_days: 30 })).body).toMatchObject({ key_policy: { default_days: 30, max_days: 30 } });
  expect((await policy({ default_days: 31 })).status).toBe(400);
  expect((await policy({ default_days: null })).body).toMatchObject({ key_policy: { default_days: null } });
  expect((await policy({ max_days: 20 })).body).toMatchObject({ key_policy: { default_days: null, max_days: 20 } });
  await policy({ max_days: null, default_days: 90 });
  await Promise.all([policy({ default_days: 365 }), policy({ max_days: 100 })]);
  const { default_days: days, max_days: daysMax } = policySchema.parse(
    (await policy({ max_days: 100 })).body,
  ).key_policy;
  expect(days).toBeLessThanOrEqual(daysMax);
});

test("a slug belongs to one workspace", async () => {
  const [mine, theirs] = [await newWorld(), await newWorld()];
  const slug = `only-${mine.workspace.slice(-8).toLowerCase()}`;
  expect((await ask(mine.key, `PATCH /${mine.workspace}`, { slug })).status).toBe(200);
  expect((await ask(mine.key, `PATCH /${mine.workspace}`, { slug })).status).toBe(200);
  const taken = await ask(theirs.key, `PATCH /${theirs.workspace}`, { slug, name: "Taken" });
  expect(taken).toMatchObject({ status: 409, body: { code: "conflict" } });
  expect(await ask(theirs.key, "GET")).toMatchObject({ body: { data: [{ name: "Stage" }] } });
});

test("a deleted workspace leaves no row but its audit trail, and nothing of another is touched", async () => {
  const [world, other] = [await newWorld("Gone"), await newWorld("Other")];
  const things = await newThings(world);
  await newThings(other);
  await call("POST", `/v1/automations/${things.automation}/run`, { key: world.key.secret });
  await newMember(world.workspace, "admin");
  const answer = await ask(world.key, `DELETE /${world.workspace}?name=Gone`);
  expect(answer).toMatchObject({
    status: 200,
    body: { deleted: true, id: world.workspace, propagation: { state: "everywhere" } },
  });
  const left = Object.entries(await everything()).filter(
    ([table, rows]) => !table.startsWith("audit_") && JSON.stringify(rows).includes(world.workspace),
  );
  expect(left.map(([table]) => table)).toEqual([]);
  const runs = await env.DB.prepare("SELECT 1 FROM automation_runs WHERE automation_id = ?1")
    .bind(things.automation)
    .all();
  expect(runs.results).toEqual([]);
  const rows = async (table: string): Promise<unknown> =>
    env.DB.prepare(`SELECT count(*) AS n FROM ${table} WHERE workspace_id = ?1`).bind(other.workspace).first("n");
  const tables = ["events", "documents", "production_items", "automations", "invitation", "key_workspaces"];
  expect(await Promise.all(tables.map(rows))).toEqual([1, 1, 1, 1, 1, 3]);
  const words = env.DB.prepare("SELECT count(*) AS n FROM documents_fts WHERE documents_fts MATCH 'monitors'");
  expect(await words.first("n")).toBe(await env.DB.prepare("SELECT count(*) AS n FROM documents").first("n"));
});

test("keys lose a deleted workspace before the answer, and stay", async () => {
  const world = await newWorld("Gone");
  const home = await newWorkspace(world.owner, "Home");
  const both = await newKey(world.owner, { workspaces: [world.workspace, home] });
  const only = await newMember(world.workspace, "member");
  const opens = (key: HeldKey): Promise<Answer> =>
    call("GET", `/v1/events?workspace=${world.workspace}`, { key: key.secret });
  expect([(await opens(both)).status, (await opens(only.key)).status]).toEqual([200, 200]);
  await ask(both, `DELETE /${world.workspace}?name=Gone`);
  expect([(await opens(both)).status, (await opens(only.key)).status]).toEqual([404, 404]);
  expect(await call("GET", "/v1/me", { key: both.secret })).toMatchObject({ body: { workspaces: [{ id: home }] } });
  expect(await call("GET", "/v1/me", { key: only.key.secret })).toMatchObject({
    status: 200,
    body: { workspaces: [] },
  });
  const audit = await call("GET", "/v1/audit?action=workspace.deleted", { key: both.secret });
  expect(audit.body["data"]).toMatchObject([{ target: { id: world.workspace }, detail: { name: "Gone" } }]);
});

test("a workspace is deleted only by an owner, who repeats its name", async () => {
  const { workspace, key } = await newWorld("Main stage");
  const admin = await newMember(workspace, "admin");
  const before = await written();
  const refused = await ask(admin.key, `DELETE /${workspace}?name=Main%20stage`);
  expect(refused).toMatchObject({ status: 403, body: { code: "not_permitted" } });
  for (const name of ["main stage", "Main", "Main%20stage%00", "%25"]) {
    expect(await ask(key, `DELETE /${workspace}?name=${name}`)).toMatchObject({ status: 409 });
  }
  expect(await ask(key, `DELETE /${workspace}`)).toMatchObject({
    status: 400,
    body: { errors: [{ path: "name" }] },
  });
  expect(await written()).toEqual(before);
  expect((await ask(key, `DELETE /${workspace}?name=Main%20stage`)).status).toBe(200);
});

test("of two deletions of a workspace at once one deletes, and the other finds nothing", async () => {
  const { workspace, key } = await newWorld("Gone");
  const second = await newMember(workspace, "owner");
  const remove = (by: HeldKey): Promise<Answer> => ask(by, `DELETE /${workspace}?name=Gone`);
  const answers = await Promise.all([remove(key), remove(second.key)]);
  expect(statusesOf(answers)).toEqual([200, 404]);
});

test("what is made while its workspace is deleted is refused, and leaves nothing behind", async () => {
  const { workspace, key, owner } = await newWorld("Gone");
  const second = await newPerson("Ben");
  await join(second, workspace, "owner");
  const late = await newKey(owner, { workspaces: [workspace] });
  const create = (): Promise<Answer> =>
    call("POST", `/v1/events?workspace=${workspace}`, {
      key: late.secret,
      body: { title: "Late", starts_at: "2027-05-01T18:00:00Z" },
    });
  const [deleted, ...made] = await Promise.all([ask(key, `DELETE /${workspace}?name=Gone`), create(), create()]);
  expect(deleted.status).toBe(200);
  for (const answer of made) expect([201, 404, 409]).toContain(answer.status);
  const { events = [] } = await everything();
  expect(events.filter((row) => row["workspace_id"] === workspace)).toEqual([]);
});

test("a workspace with much in it is out of reach at once, and cleared in slices until nothing is left", async () => {
  const { workspace, owner, key } = await newWorld("Big");
  await env.DB.prepare(
    `WITH RECURSIVE count(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < 2500)
     INSERT INTO events (id, workspace_id, title, starts_at, status, created_at, updated_at)
     SELECT 'evt_' || ?1 || n, ?1, 'Gala', n, 'draft', 1, 1 FROM count`,
  )
    .bind(workspace)
    .run();
  const rows = (): Promise<number | null> =>
    env.DB.prepare("SELECT count(*) AS n FROM events WHERE workspace_id = ?1").bind(workspace).first("n");
  await env.DB.prepare("UPDATE workspace SET deleted_at = 1 WHERE id = ?1").bind(workspace).run();
  expect(await clearWorkspace({ db: env.DB, clock: () => 1, untilMs: 1 }, workspace)).toBe(false);
  expect(await rows()).toBe(1500);
  expect((await call("GET", `/v1/events?workspace=${workspace}`, { key: key.secret })).status).toBe(404);
  // Whoever was let in while it was deleted is put out again with the next slice.
  await join(owner, workspace, "owner");
  await worker.scheduled(createScheduledController(), env);
  expect(await rows()).toBe(0);
  expect(JSON.stringify(await everything())).not.toContain(workspace);
});

test("only deleted workspaces are cleared", async () => {
  const { workspace } = await newWorld();
  await env.DB.prepare("DELETE FROM member WHERE workspace_id = ?1").bind(workspace).run();
  const before = (await written())["workspace"];
  await worker.scheduled(createScheduledController(), env);
  expect((await written())["workspace"]).toEqual(before);
});
