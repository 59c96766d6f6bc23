/** Who changes a key that somebody else has changed meanwhile is told, and changes nothing. */
import { expect, test } from "vitest";
import { z } from "zod";
import { signIn } from "./people.ts";
import { type Answer, call, newKey, newWorld, newWorkspace, sql, type World } from "./world.ts";

const keySchema = z.object({ name: z.string(), etag: z.string(), updated_at: z.string() });
type Shown = z.infer<typeof keySchema>;

async function show(world: World, id: string): Promise<Shown> {
  const answer = await call("GET", `/v1/keys/${id}`, { key: world.key.secret });
  const key = keySchema.parse(answer.body);
  expect(answer.headers.get("etag")).toBe(`"${key.etag}"`);
  return key;
}

/** A change of the key `id` for the state that `ifMatch` names; a rename unless it says something else. */
function change(world: World, id: string, wish: string | { ifMatch: string; body: object }): Promise<Answer> {
  const { ifMatch, body } = typeof wish === "string" ? { ifMatch: wish, body: { name: "New" } } : wish;
  return call("PATCH", `/v1/keys/${id}`, { key: world.key.secret, headers: { "If-Match": ifMatch }, body });
}

async function newTarget(world: World): Promise<string> {
  return (await newKey(world.owner, { workspaces: [world.workspace], name: "Old" })).id;
}

test("a change for a state that is past is refused with 412, and writes nothing", async () => {
  const world = await newWorld();
  const id = await newTarget(world);
  const { etag } = await show(world, id);
  const first = await change(world, id, { ifMatch: `"${etag}"`, body: { name: "First" } });
  expect(first).toMatchObject({ status: 200, body: { key: { name: "First" } } });
  const after = await show(world, id);
  expect(first.headers.get("etag")).toBe(`"${after.etag}"`);
  for (const body of [{ name: "Second" }, { scopes: ["mcp:read"] }, { workspaces: [world.workspace] }]) {
    expect(await change(world, id, { ifMatch: `"${etag}"`, body })).toMatchObject({
      status: 412,
      body: { code: "changed_meanwhile" },
    });
  }
  expect(await show(world, id)).toEqual(after);
  const audit = await call("GET", `/v1/audit?target=${id}`, { key: world.key.secret });
  expect(audit.body["data"]).toHaveLength(1);
});

test.for(["name", "scopes", "workspaces"])(
  "of several changes of %s at once for one state, by key and by session, exactly one wins",
  async (field) => {
    const world = await newWorld();
    const id = await newTarget(world);
    const { headers } = await signIn(world.owner);
    const { etag } = await show(world, id);
    const body = { name: { name: "Won" }, scopes: { scopes: ["mcp:read"] } }[field] ?? {
      workspaces: [world.workspace],
    };
    const answers = await Promise.all([
      ...Array.from({ length: 4 }, () => change(world, id, { ifMatch: `"${etag}"`, body })),
      ...Array.from({ length: 4 }, () =>
        call("PATCH", `/v1/keys/${id}`, { headers: { ...headers, "If-Match": `"${etag}"` }, body }),
      ),
    ]);
    const statuses = answers.map((answer) => answer.status).toSorted((left, right) => left - right);
    expect(statuses).toEqual([200, 412, 412, 412, 412, 412, 412, 412]);
    const audit = await call("GET", `/v1/audit?target=${id}`, { key: world.key.secret });
    expect(audit.body["data"]).toHaveLength(1);
  },
);

test("every change of a key moves its tag, also by SQL and within one millisecond, and its last use does not", async () => {
  const world = await newWorld();
  const id = await newTarget(world);
  const other = await newWorkspace(world.owner, "Side stage");
  const act = (path: string): Promise<Answer> => call("POST", `/v1/keys/${id}/${path}`, { key: world.key.secret });
  const changes: readonly (() => Promise<unknown>)[] = [
    () => change(world, id, { ifMatch: "*", body: { name: "One" } }),
    () => change(world, id, { ifMatch: "*", body: { workspaces: [world.workspace, other] } }),
    () => act("disable"),
    () => act("enable"),
    () => call("POST", `/v1/keys/${id}/rotate`, { key: world.key.secret, body: { grace_seconds: 60 } }),
    () => act("end-grace"),
    () => sql("UPDATE keys SET name = 'By hand' WHERE id = ?1", id),
    () => sql("UPDATE keys SET name = 'By hand', updated_at = 5 WHERE id = ?1", id),
    () => sql("UPDATE keys SET allow_query = 1 WHERE id = ?1", id),
    () => sql("UPDATE member SET role = 'admin' WHERE user_id = ?1 AND workspace_id = ?2", world.owner.id, other),
    () => sql("DELETE FROM member WHERE user_id = ?1 AND workspace_id = ?2", world.owner.id, other),
    () => act("revoke"),
  ];
  let before = await show(world, id);
  for (const make of changes) {
    await make();
    const after = await show(world, id);
    expect([make.toString(), Date.parse(after.updated_at) > Date.parse(before.updated_at)]).toEqual([
      make.toString(),
      true,
    ]);
    before = after;
  }
  const future = Date.now() + 1_000_000;
  await sql("UPDATE keys SET updated_at = ?2 WHERE id = ?1", id, future);
  await change(world, id, "*");
  expect(Date.parse((await show(world, id)).updated_at)).toBe(future + 1);
  await sql("UPDATE keys SET last_used_at = 7, last_used_client = 'curl' WHERE id = ?1", id);
  expect(Date.parse((await show(world, id)).updated_at)).toBe(future + 1);
});

test("an act that changed nothing leaves the tag, and answers with it", async () => {
  const world = await newWorld();
  const id = await newTarget(world);
  const { etag } = await show(world, id);
  for (const act of ["enable", "end-grace"]) {
    const answer = await call("POST", `/v1/keys/${id}/${act}`, { key: world.key.secret });
    expect([answer.status, answer.headers.get("etag")]).toEqual([200, `"${etag}"`]);
  }
});

test("a new key and a rotated one come with their tag, and a list has each key's", async () => {
  const world = await newWorld();
  const body = { name: "n8n", scopes: ["mcp:read"], workspaces: [world.workspace] };
  const made = await call("POST", "/v1/keys", { key: world.key.secret, body });
  const { id, etag } = z.object({ id: z.string(), etag: z.string() }).parse(made.body["key"]);
  expect(made.headers.get("etag")).toBe(`"${etag}"`);
  expect((await show(world, id)).etag).toBe(etag);
  const listed = await call("GET", "/v1/keys?limit=1", { key: world.key.secret });
  expect(listed.body["data"]).toMatchObject([{ id, etag }]);
  const rotated = await call("POST", `/v1/keys/${id}/rotate`, { key: world.key.secret });
  expect(rotated.headers.get("etag")).toBe(`"${(await show(world, id)).etag}"`);
});

const FITTING = ["*", ` "TAG" `, `W/"TAG"`, `"other", "TAG"`, `"TAG",\t"x"`] as const;

test.for(FITTING)("If-Match %s fits", async (header) => {
  const world = await newWorld();
  const id = await newTarget(world);
  const { etag } = await show(world, id);
  expect(await change(world, id, header.replace("TAG", etag))).toMatchObject({ status: 200 });
});

const WELL_FORMED = [`""`, `"0"`, `"TAG0"`, `"0TAG"`, `W/"x", "y"`, `"*"`] as const;

test.for(WELL_FORMED)("If-Match %s names another state", async (header) => {
  const world = await newWorld();
  const id = await newTarget(world);
  const { etag } = await show(world, id);
  expect(await change(world, id, header.replace("TAG", etag))).toMatchObject({ status: 412 });
});

const MALFORMED = ["TAG", `"TAG`, `TAG"`, `'TAG'`, `w/"TAG"`, `"TAG" "x"`, `"TAG",`, `*, "TAG"`, `"a b"`] as const;

const TOO_LONG = `"${"x".repeat(1000)}"`;

test.for([...MALFORMED, TOO_LONG].map((header) => ({ start: header.slice(0, 12), header })))(
  "If-Match $start is malformed",
  async ({ header }) => {
    const world = await newWorld();
    const id = await newTarget(world);
    const { etag } = await show(world, id);
    expect(await change(world, id, header.replace("TAG", etag))).toMatchObject({
      status: 400,
      body: { code: "invalid_request", errors: [{ path: "If-Match" }] },
    });
    expect((await show(world, id)).name).toBe("Old");
  },
);

test("who cannot see a key is told nothing by its tags", async () => {
  const world = await newWorld();
  const id = await newTarget(world);
  const { etag } = await show(world, id);
  const stranger = await newWorld();
  for (const header of [`"${etag}"`, `"0"`, "*"]) {
    expect(await change(stranger, id, header)).toMatchObject({ status: 404, body: { code: "not_found" } });
  }
});

test("changes at once that are for no particular state are all made, and each says what was there before it", async () => {
  const world = await newWorld();
  const id = await newTarget(world);
  const names = ["One", "Two", "Three", "Four"];
  const answers = await Promise.all(names.map((name) => change(world, id, { ifMatch: "*", body: { name } })));
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200]);
  const { body } = await call("GET", `/v1/audit?target=${id}`, { key: world.key.secret });
  const rename = z.object({ name: z.string() });
  const detail = z.object({ changed: rename, before: rename });
  const entries = z.array(z.object({ detail })).parse(body["data"]);
  const next = new Map(entries.map((entry) => [entry.detail.before.name, entry.detail.changed.name]));
  const chain = ["Old"];
  for (let name = next.get("Old"); name !== undefined; name = next.get(name)) chain.push(name);
  expect(chain.toSorted()).toEqual(["Old", ...names].toSorted());
  expect(chain.at(-1)).toBe((await show(world, id)).name);
});
