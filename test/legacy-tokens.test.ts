/** Legacy tokens: imported keys that reach every workspace of their owner. They can be ended, and not changed. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { z } from "zod";
import { keyPageSchema, keySchema } from "#shared/management/keys.ts";
import { imported, importRows, foreignSecret, rowFor } from "./import-world.ts";
import { codes, create, EVERYWHERE, manage } from "./key-world.ts";
import { call, join, newKey, newMember, newPerson, newWorkspace, newWorld } from "./world.ts";

const reachedSchema = z.object({ workspaces: z.array(z.object({ id: z.string() })) });

/** The workspaces that a secret opens, as it is told. */
async function reachOf(secret: string): Promise<string[]> {
  const { workspaces } = reachedSchema.parse((await call("GET", "/v1/me", { key: secret })).body);
  return workspaces.map(({ id }) => id).toSorted();
}

test("a legacy token reaches all workspaces of its owner, those joined later, and none that was left", async () => {
  const world = await newWorld();
  const second = await newWorkspace(world.owner, "Second");
  const { secret } = await imported(world, { workspaces: "all" });
  expect(await reachOf(secret)).toEqual([world.workspace, second].toSorted());
  const host = await newWorld("Host");
  const joined = await call("POST", `/v1/workspaces/${host.workspace}/members`, {
    key: host.key.secret,
    body: { user_id: world.owner.id },
  });
  expect(joined.status).toBe(201);
  expect(await reachOf(secret)).toEqual([world.workspace, second, host.workspace].toSorted());
  const left = `/v1/workspaces/${host.workspace}/members/${world.owner.id}`;
  expect((await call("DELETE", left, { key: host.key.secret })).body).toMatchObject(EVERYWHERE);
  expect(await reachOf(secret)).toEqual([world.workspace, second].toSorted());
});

test("a legacy token that somebody imported for another grows to where its importer may look anyway, and no further", async () => {
  const world = await newWorld();
  const { person } = await newMember(world.workspace, "member");
  const { secret } = await imported(world, { owner: person.email, workspaces: "all" });
  const elsewhere = await newWorld("Elsewhere");
  const second = await newWorkspace(world.owner, "Second");
  const key = (await newKey(world.owner, { workspaces: [second] })).secret;
  const places = [
    [elsewhere.workspace, elsewhere.key.secret],
    [second, key],
  ] as const;
  for (const [workspace, by] of places) {
    const body = { user_id: person.id };
    expect((await call("POST", `/v1/workspaces/${workspace}/members`, { key: by, body })).status).toBe(201);
  }
  expect(await reachOf(secret)).toEqual([world.workspace, second].toSorted());
});

test("a legacy token is renamed, disabled, enabled, revoked and deleted; all else is refused with the advice to replace it", async () => {
  const world = await newWorld();
  const { id } = await imported(world, { workspaces: "all", scopes: ["mcp:read", "mcp:write"] });
  const refused = [
    manage(world, `PATCH /${id}`, { scopes: ["mcp:read"] }),
    manage(world, `PATCH /${id}`, { workspaces: [world.workspace] }),
    manage(world, `PATCH /${id}`, { allow_query: true }),
    manage(world, `PATCH /${id}`, { name: "Older", expires_at: null }),
    manage(world, `POST /${id}/rotate`),
  ];
  expect(await codes(...refused)).toEqual(Array.from({ length: 5 }, () => "conflict"));
  expect((await manage(world, `POST /${id}/rotate`)).body["detail"]).toContain("Create a key to replace it");
  const done = ["PATCH", "POST /disable", "POST /enable", "POST /revoke", "DELETE"];
  for (const act of done) {
    const [method = "", rest = ""] = act.split(" ");
    const answer = await manage(world, `${method} /${id}${rest}`, method === "PATCH" ? { name: "Old one" } : undefined);
    expect([act, answer.status]).toEqual([act, 200]);
  }
});

test("no key but an imported one reaches all workspaces", async () => {
  const world = await newWorld();
  const body = { name: "n8n", scopes: ["mcp:read"] };
  expect((await manage(world, "POST ", { ...body, workspaces: "all" })).status).toBe(400);
  const { id } = await create(world);
  expect((await manage(world, `PATCH /${id}`, { workspaces: "all" })).status).toBe(400);
  await expect(env.DB.prepare("UPDATE keys SET all_workspaces = 1 WHERE id = ?1").bind(id).run()).rejects.toThrow(
    "final",
  );
});

test("lists tell legacy tokens from other keys", async () => {
  const world = await newWorld();
  const { id } = await imported(world, { workspaces: "all" });
  const own = await create(world);
  const listed = async (query: string): Promise<string[]> =>
    keyPageSchema.parse((await manage(world, `GET ?${query}`)).body).data.map((key) => key.id);
  expect(await listed("legacy=true")).toEqual([id]);
  expect(await listed("legacy=false&sort=created_at")).toEqual([world.key.id, own.id]);
  expect(keySchema.parse((await manage(world, `GET /${id}`)).body).legacy).toBe(true);
  expect((await manage(world, "GET ?legacy=1")).status).toBe(400);
});

test("a legacy token for somebody who belongs elsewhere too is refused, and says why", async () => {
  const world = await newWorld();
  const { person } = await newMember(world.workspace, "member");
  await newWorkspace(person, "Their own");
  const row = await rowFor(world, foreignSecret(), { owner: person.id, workspaces: "all" });
  expect((await importRows(world, [row])).rows).toMatchObject([
    { outcome: "refused", errors: [{ path: "/keys/0/workspaces", message: expect.stringContaining("do not run") }] },
  ]);
});

test("nobody gets a legacy token from who only put them into a workspace", async () => {
  const world = await newWorld();
  const somebody = await newPerson("Sam");
  const added = { key: world.key.secret, body: { user_id: somebody.id } };
  expect((await call("POST", `/v1/workspaces/${world.workspace}/members`, added)).status).toBe(201);
  const row = await rowFor(world, foreignSecret(), { owner: somebody.id, workspaces: "all" });
  expect((await importRows(world, [row])).rows).toMatchObject([
    { outcome: "refused", errors: [{ path: "/keys/0/workspaces", message: expect.stringContaining("by hand") }] },
  ]);
  expect(await importRows(world, [{ ...row, workspaces: [world.workspace] }])).toMatchObject({ created: 1 });
});

test("whoever joins a workspace brings no legacy token into what only its owners may do", async () => {
  const world = await newWorld();
  const guest = await newPerson("Gil");
  const home = await newWorkspace(guest, "Home");
  const key = await newKey(guest, { workspaces: [home] });
  const { secret } = await imported({ owner: guest, workspace: home, key }, { workspaces: "all" });
  await join(guest, world.workspace, "member");
  const asked = await call("GET", `/v1/workspaces/${world.workspace}/members`, { key: secret });
  expect([asked.status, asked.body["code"]]).toEqual([403, "missing_scope"]);
});
