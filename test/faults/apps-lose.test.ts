/**
 * What is taken from a connected app is gone when that is answered, also where an isolate has a gate's leave to decide
 * the app alone; and how it was used reaches the list.
 */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { z } from "zod";
import { type UserId, userIdSchema, type WorkspaceId, workspaceIdSchema } from "#shared/ids.ts";
import { type HeldApp, newApp } from "../app-world.ts";
import { type CallOptions, newWorld, type World } from "./fault-world.ts";
import { ask, askTimes, clock, holdTheClock, leaseEnd, settle } from "./lease-world.ts";

holdTheClock();

type HotApp = HeldApp & {
  readonly owner: UserId;
  /** Whose it is, and somebody else who runs `theirs`. */
  readonly own: World;
  readonly admin: World;
  readonly home: WorkspaceId;
  readonly theirs: WorkspaceId;
};

/** An app that this isolate holds a lease of; it reaches its owner's workspace, and one where they are a member. */
async function hotApp(): Promise<HotApp> {
  const [own, admin] = [await newWorld(), await newWorld()];
  const owner = userIdSchema.parse(own.userId);
  const [home, theirs] = [workspaceIdSchema.parse(own.workspaceId), workspaceIdSchema.parse(admin.workspaceId)];
  await env.DB.prepare("INSERT INTO member (id, workspace_id, user_id, role, created_at) VALUES (?1, ?2, ?3, ?4, 0)")
    .bind(`mem_${owner}`, theirs, owner, "member")
    .run();
  const app = await newApp({ id: owner }, { workspaces: [home, theirs], scopes: ["mcp:read", "mcp:write"] });
  await askTimes(app.token, 3, "/mcp");
  expect(leaseEnd(app.id)).not.toBeNull();
  return { ...app, owner, own, admin, home, theirs };
}

const LIST = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "list_workspaces", arguments: {} } };
const reachSchema = z.object({
  result: z.object({ structuredContent: z.object({ data: z.array(z.object({ id: z.string() })) }) }),
});

/** What the app reaches; the status where it is refused. */
async function reachOf({ token }: HeldApp): Promise<Set<string> | number> {
  const { status, text } = await ask(token, { path: "/mcp", body: LIST });
  if (status !== 200) return status;
  return new Set(reachSchema.parse(JSON.parse(text)).result.structuredContent.data.map(({ id }) => id));
}

type Loss = {
  readonly by: (app: HotApp) => World;
  readonly request: (app: HotApp) => readonly [path: string, options: CallOptions];
  readonly left: (app: HotApp) => Set<string> | number;
};

const LOSSES: Readonly<Record<string, Loss>> = {
  "a disconnect": {
    by: ({ own }) => own,
    request: ({ id }) => [`/v1/connected-apps/${id}?confirm=used-recently`, { method: "DELETE" }],
    left: () => 401,
  },
  "a reduction of its workspaces": {
    by: ({ own }) => own,
    request: ({ id, theirs }) => [`/v1/connected-apps/${id}`, { method: "PATCH", body: { workspaces: [theirs] } }],
    left: ({ theirs }) => new Set([theirs]),
  },
  "a cut off by an admin": {
    by: ({ admin }) => admin,
    request: ({ id, theirs }) => [`/v1/connected-apps/${id}/cut-off`, { body: { workspace: theirs } }],
    left: ({ home }) => new Set([home]),
  },
  "the removal of its owner": {
    by: ({ admin }) => admin,
    request: ({ owner, theirs }) => [`/v1/workspaces/${theirs}/members/${owner}`, { method: "DELETE" }],
    left: ({ home }) => new Set([home]),
  },
};

const receiptSchema = z.object({ propagation: z.object({ state: z.string() }) });

test.for(Object.entries(LOSSES))(
  "%s is true when it is answered, with an isolate that decides the app alone",
  async ([, { by, request, left }]) => {
    const app = await hotApp();
    expect(await reachOf(app)).toEqual(new Set([app.home, app.theirs]));
    const asked = await askTimes(app.token, 3, "/mcp");
    expect(leaseEnd(app.id) ?? 0).toBeGreaterThan(clock.at);
    const [path, options] = request(app);
    const answer = await by(app).manage(path, options);
    expect(answer.status).toBe(200);
    const { propagation } = receiptSchema.parse(answer.body);
    expect(propagation.state).toBe("everywhere");
    expect(await reachOf(app)).toEqual(left(app));
    await settle(asked);
  },
);

const listSchema = z.object({
  data: z.array(z.object({ id: z.string(), last_used: z.unknown(), usage: z.object({ total: z.number() }) })),
});

test("how an app was used, and when last, reaches D1 and the list, and goes with the app", async () => {
  const world = await newWorld();
  const workspace = workspaceIdSchema.parse(world.workspaceId);
  const app = await newApp({ id: userIdSchema.parse(world.userId) }, { workspaces: [workspace] });
  expect(await reachOf(app)).toEqual(new Set([workspace]));
  const shown = async (): Promise<unknown> => {
    const { body } = await world.manage("/v1/connected-apps?owner=me&usage_days=2");
    return listSchema.parse(body).data.map(({ id, last_used, usage }) => ({ id, last_used, total: usage.total }));
  };
  const used = { id: app.id, last_used: { at: expect.any(String), client: null, country: null }, total: 1 };
  await expect.poll(shown, { timeout: 15_000, interval: 200 }).toMatchObject([used]);
  const usage = await world.manage(`/v1/connected-apps/${app.id}/usage`);
  expect(usage.body).toMatchObject({
    app_id: app.id,
    totals: { ok: 1, total: 1 },
    by_operation: [{ surface: "mcp", operation: "list_workspaces", count: 1 }],
  });
  await world.manage(`/v1/connected-apps/${app.id}?confirm=used-recently`, { method: "DELETE" });
  const left = await env.DB.prepare("SELECT 1 FROM usage_hourly WHERE credential_id = ?1").bind(app.id).all();
  expect(left.results).toEqual([]);
});
