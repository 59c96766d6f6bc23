/** Connected apps over the management API: found, given less, cut off, disconnected; and what else ends them. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { z } from "zod";
import { DAY_MS } from "#shared/limits.ts";
import { type HeldApp, newApp, newToken, reachOf, useApp } from "./app-world.ts";
import { EVERYWHERE } from "./key-world.ts";
import { written } from "./snapshot.ts";
import { type Answer, call, join, newKey, newPerson, newWorld, newWorkspace, type World } from "./world.ts";

/** A management request: `manage(world, "DELETE /app_…")`. */
const manage = ({ key }: Pick<World, "key">, request: string, body?: unknown): Promise<Answer> => {
  const [method = "", path = ""] = request.split(" ");
  return call(method, `/v1/connected-apps${path}`, { key: key.secret, body });
};

/** A change of an app as it was when it had that tag. */
function changeOf(world: World, app: HeldApp, etag: string): (body: unknown) => Promise<Answer> {
  const headers = { "If-Match": etag };
  return (body) => call("PATCH", `/v1/connected-apps/${app.id}`, { key: world.key.secret, body, headers });
}

const listSchema = z.object({ data: z.array(z.object({ id: z.string() })), next_cursor: z.string().nullable() });
const idsIn = (answer: Answer): string[] => listSchema.parse(answer.body).data.map((app) => app.id);

/** What the app is told: 200, or the refusal's code. */
async function told(app: HeldApp): Promise<unknown> {
  const { status, text } = await useApp(app);
  return status === 200 ? 200 : (/unknown_token|insufficient_scope/.exec(text)?.[0] ?? status);
}

/** Bo is a member of Ada's workspace A, has another one B, and an app that reaches both. */
async function sharedApp() {
  const ada = await newWorld("A");
  const person = await newPerson("Bo");
  const b = await newWorkspace(person, "B");
  await join(person, ada.workspace, "member");
  const bo = { person, key: await newKey(person, { workspaces: [b] }) };
  return {
    ada,
    bo,
    a: ada.workspace,
    b,
    app: await newApp(person, { workspaces: [ada.workspace, b], scopes: ["mcp:read", "mcp:write"] }),
  };
}

test("an app is shown with what it says of itself, what vouches for that, and what it may do", async () => {
  const world = await newWorld("Main stage");
  const app = await newApp(world.owner, {
    workspaces: [world.workspace],
    name: "Claude",
    scopes: ["mcp:read", "mcp:write"],
    connectedAt: 1_790_000_000_000,
  });
  const read = await manage(world, `GET /${app.id}`);
  expect(read.body).toEqual({
    id: app.id,
    name: "Claude",
    verified_domain: null,
    redirect_host: "127.0.0.1",
    is_loopback: true,
    owner: { id: world.owner.id, name: "Ada" },
    scopes: ["mcp:read", "mcp:write"],
    workspaces: [{ id: world.workspace, name: "Main stage" }],
    connected_at: "2026-09-21T14:13:20.000Z",
    last_used: null,
    etag: expect.any(String),
  });
  expect(read.headers.get("etag")).toBe(`"${z.string().parse(read.body["etag"])}"`);
  expect(await told(app)).toBe(200);
});

test("a disconnected app is refused everywhere when that is answered, with every token it had, and is gone", async () => {
  const world = await newWorld();
  const app = await newApp(world.owner, { workspaces: [world.workspace] });
  const second = { ...app, token: await newToken(world.owner, app.id, ["mcp:read"]) };
  expect([await told(app), await told(second)]).toEqual([200, 200]);
  const gone = await manage(world, `DELETE /${app.id}`);
  expect(gone).toMatchObject({ status: 200, body: { disconnected: true, app: { id: app.id }, ...EVERYWHERE } });
  expect([await told(app), await told(second)]).toEqual(["unknown_token", "unknown_token"]);
  expect(await manage(world, `GET /${app.id}`)).toMatchObject({ status: 404, body: { code: "not_found" } });
  expect(idsIn(await manage(world, "GET"))).toEqual([]);
  const left = await env.DB.prepare("SELECT key FROM oauth_store WHERE app_id = ?1").bind(app.id).all();
  expect(left.results).toEqual([]);
});

test("an app that was used within a day is disconnected only by who says so", async () => {
  const world = await newWorld();
  const [used, unused] = [
    await newApp(world.owner, { workspaces: [world.workspace], lastUsedAt: Date.now() - 1000 }),
    await newApp(world.owner, { workspaces: [world.workspace], lastUsedAt: Date.now() - 2 * DAY_MS }),
  ];
  const refused = await manage(world, `DELETE /${used.id}`);
  expect(refused).toMatchObject({ status: 409, body: { code: "used_recently" } });
  expect(refused.body["detail"]).toMatch(/^The app was last used at /);
  expect(await told(used)).toBe(200);
  expect((await manage(world, `DELETE /${used.id}?confirm=used-recently`)).status).toBe(200);
  expect((await manage(world, `DELETE /${unused.id}`)).status).toBe(200);
  expect(await told(used)).toBe("unknown_token");
});

test("two disconnects at once end the app once, and write one entry", async () => {
  const world = await newWorld();
  const app = await newApp(world.owner, { workspaces: [world.workspace] });
  const answers = await Promise.all([manage(world, `DELETE /${app.id}`), manage(world, `DELETE /${app.id}`)]);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 404]));
  const entries = await env.DB.prepare("SELECT id FROM audit_log WHERE target_id = ?1").bind(app.id).all();
  expect(entries.results).toHaveLength(1);
  expect(await told(app)).toBe("unknown_token");
});

test("what is taken from an app is gone when that is answered, from tokens given out before and after", async () => {
  const world = await newWorld("A");
  const b = await newWorkspace(world.owner, "B");
  const app = await newApp(world.owner, { workspaces: [world.workspace, b], scopes: ["mcp:read", "mcp:write"] });
  expect(await reachOf(app)).toHaveLength(2);
  const less = await manage(world, `PATCH /${app.id}`, { workspaces: [b] });
  expect(less).toMatchObject({ status: 200, body: { app: { workspaces: [{ id: b }] }, ...EVERYWHERE } });
  expect(await reachOf(app)).toEqual([b]);
  const write = { name: "create_event", arguments: { workspace: b, title: "Gala", starts_at: "2027-05-01T18:00:00Z" } };
  expect((await useApp(app, write)).text).toContain("Gala");
  const reads = await manage(world, `PATCH /${app.id}`, { scopes: ["mcp:read"] });
  expect(reads).toMatchObject({ status: 200, body: { app: { scopes: ["mcp:read"] }, ...EVERYWHERE } });
  const later = { ...app, token: await newToken(world.owner, app.id, ["mcp:read", "mcp:write"]) };
  for (const one of [app, later]) {
    expect((await useApp(one, write)).text).toMatch(/mcp:write/);
    expect(await reachOf(one)).toEqual([b]);
  }
});

test("nothing can be added to an app: whoever wants that is told to connect it again from the app", async () => {
  const { ada, bo, a, b, app } = await sharedApp();
  expect((await manage(bo, `PATCH /${app.id}`, { workspaces: [b] })).status).toBe(200);
  const before = await written();
  for (const change of [
    { workspaces: [a] },
    { workspaces: [b, a] },
    { workspaces: [b, "ws_0000000000000000"] },
    { scopes: ["mcp:read", "mcp:write", "mcp:execute"] },
    { scopes: ["mcp:read", "keys:manage"] },
    { scopes: ["mcp:read"], workspaces: [a] },
  ]) {
    const refused = await manage(bo, `PATCH /${app.id}`, change);
    expect(refused).toMatchObject({ status: 403, body: { code: "not_permitted" } });
    expect(refused.body["detail"]).toContain("connect it again from the app");
  }
  for (const change of [{}, { scopes: ["mcp:write"] }, { scopes: [] }, { workspaces: [] }, { name: "Mine" }]) {
    expect(await manage(bo, `PATCH /${app.id}`, change)).toMatchObject({ status: 400 });
  }
  expect(await written()).toEqual(before);
  expect(await manage(ada, `GET /${app.id}`)).toMatchObject({ status: 404 });
});

test("a change for a state that is past is refused, and of two at once neither adds what the other took", async () => {
  const world = await newWorld("A");
  const b = await newWorkspace(world.owner, "B");
  const app = await newApp(world.owner, { workspaces: [world.workspace, b] });
  const etag = (await manage(world, `GET /${app.id}`)).headers.get("etag") ?? "";
  const change = changeOf(world, app, etag);
  const answers = await Promise.all([change({ workspaces: [b] }), change({ workspaces: [world.workspace] })]);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 412]));
  expect(await reachOf(app)).toHaveLength(1);
  expect(await change({ scopes: ["mcp:read"] })).toMatchObject({
    status: 412,
    body: { code: "changed_meanwhile" },
  });
});

test("an edit while the app is disconnected finds nothing or is gone with it", async () => {
  const world = await newWorld();
  const app = await newApp(world.owner, { workspaces: [world.workspace] });
  const [edit, end] = await Promise.all([
    manage(world, `PATCH /${app.id}`, { scopes: ["mcp:read"] }),
    manage(world, `DELETE /${app.id}`),
  ]);
  expect(end.status).toBe(200);
  expect([200, 404]).toContain(edit.status);
  expect(await told(app)).toBe("unknown_token");
});

test("another's app is not found, but by who runs a workspace that it reaches; they see no other workspace of it", async () => {
  const { ada, bo, a, b, app } = await sharedApp();
  const stranger = await newWorld("Elsewhere");
  for (const request of [`GET /${app.id}`, `DELETE /${app.id}`, `GET /${app.id}/usage`]) {
    expect(await manage(stranger, request)).toMatchObject({ status: 404, body: { code: "not_found" } });
  }
  const seen = await manage(ada, `GET /${app.id}`);
  expect(seen).toMatchObject({ status: 200, body: { owner: { name: "Bo" }, workspaces: [{ id: a }] } });
  for (const query of ["", "?owner=others", `?workspace=${a}`, `?owner=${bo.person.id}`]) {
    const listed = await manage(ada, `GET ${query}`);
    expect(idsIn(listed)).toEqual([app.id]);
    expect(listed.text).not.toContain(b);
  }
  for (const query of ["?owner=me", `?workspace=${b}`]) expect(idsIn(await manage(ada, `GET ${query}`))).toEqual([]);
  expect(idsIn(await manage(bo, `GET ?workspace=${a}`))).toEqual([app.id]);
  expect(idsIn(await manage(bo, "GET ?owner=others"))).toEqual([]);
});

test("a workspace that an admin cuts an app off from is out of its reach when that is answered, and no other is", async () => {
  const { ada, bo, a, b, app } = await sharedApp();
  expect(await reachOf(app)).toHaveLength(2);
  expect(await manage(ada, `DELETE /${app.id}`)).toMatchObject({ status: 403, body: { code: "not_permitted" } });
  expect(await manage(ada, `PATCH /${app.id}`, { scopes: ["mcp:read"] })).toMatchObject({ status: 403 });
  expect(await manage(ada, `POST /${app.id}/cut-off`, { workspace: b })).toMatchObject({ status: 404 });
  const cut = await manage(ada, `POST /${app.id}/cut-off`, { workspace: a });
  expect(cut).toMatchObject({ status: 200, body: { cut_off: a, app: { id: app.id }, ...EVERYWHERE } });
  expect(cut.text).not.toContain(b);
  expect(await reachOf(app)).toEqual([b]);
  expect(await manage(ada, `POST /${app.id}/cut-off`, { workspace: a })).toMatchObject({ status: 404 });
  expect(await manage(bo, `GET /${app.id}`)).toMatchObject({ status: 200, body: { workspaces: [{ id: b }] } });
  const log = await call("GET", `/v1/audit?target=${app.id}`, { key: bo.key.secret });
  expect(log.body["data"]).toMatchObject([{ action: "app.cut_off", actor: { name: "Ada" }, detail: { workspace: a } }]);
});

test("an app whose grant has run out is in no list, and can be neither read nor changed", async () => {
  const world = await newWorld();
  const app = await newApp(world.owner, { workspaces: [world.workspace], grantEndsAt: Date.now() - 1 });
  expect(idsIn(await manage(world, "GET"))).toEqual([]);
  for (const request of [`GET /${app.id}`, `DELETE /${app.id}`, `GET /${app.id}/usage`]) {
    expect((await manage(world, request)).status).toBe(404);
  }
});

test("apps are listed the latest connected first, page after page, each once", async () => {
  const world = await newWorld();
  const wish = { workspaces: [world.workspace] };
  const at = 1_790_000_000_000;
  const made = [];
  for (const connectedAt of [at, at, at + 1, at + 2, at + 3]) {
    made.push(await newApp(world.owner, { ...wish, connectedAt }));
  }
  const found: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const query = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const page = await manage(world, `GET ?limit=2${query}`);
    found.push(...idsIn(page));
    cursor = listSchema.parse(page.body).next_cursor;
  }
  expect(found.slice(0, 3)).toEqual([made[4]?.id, made[3]?.id, made[2]?.id]);
  expect(found.toSorted()).toEqual(made.map(({ id }) => id).toSorted());
  expect(await manage(world, "GET ?cursor=zzz")).toMatchObject({ status: 400 });
});

test("who connected, changed, cut off and disconnected an app is in the log, for its owner and for the workspace alone", async () => {
  const { ada, bo, a, b, app } = await sharedApp();
  await manage(bo, `PATCH /${app.id}`, { scopes: ["mcp:read"], workspaces: [a, b] });
  await manage(bo, `DELETE /${app.id}`);
  const read = async (secret: string): Promise<Answer> => call("GET", `/v1/audit?target=${app.id}`, { key: secret });
  const own = await read(bo.key.secret);
  expect(own.body["data"]).toMatchObject([
    { action: "app.disconnected", target: { type: "app", id: app.id, name: "Claude" } },
    {
      action: "app.changed",
      detail: { changed: { scopes: ["mcp:read"] }, before: { workspaces: expect.arrayContaining([a, b]) } },
    },
  ]);
  const admins = await read(ada.key.secret);
  expect(admins.body["data"]).toMatchObject([
    { action: "app.disconnected" },
    { action: "app.changed", detail: { changed: { workspaces: [a] } } },
  ]);
  expect(admins.text).not.toContain(b);
});
