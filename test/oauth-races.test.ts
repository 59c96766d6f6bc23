/** What an app does at the moment that it is disconnected: nothing of it works once that is answered. */
import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import { failD1, HeldD1 } from "./faults/d1-faults.ts";
import {
  askForToken,
  codeFields,
  connect,
  type Connected,
  listTools,
  ORIGIN,
  refresh,
  tokensIn,
} from "./oauth-world.ts";
import { app as product } from "#workers/app.ts";
import { createExecutionContext } from "cloudflare:test";
import { statementsOf } from "./d1-statements.ts";
import { signIn } from "./people.ts";
import { type Answer, call, newWorld, type World } from "./world.ts";

let world: World;
let app: Connected;

beforeEach(async () => {
  world = await newWorld();
  app = await connect({ person: world.owner, workspaces: [world.workspace] });
});

async function disconnect(): Promise<Answer> {
  const { headers } = await signIn(world.owner);
  return call("DELETE", `/v1/connected-apps/${app.appId}?confirm=used-recently`, { headers });
}

/** A refresh within the test's own request: another request's promises cannot be waited for there, as it is to be held. */
async function refreshHere(): Promise<{ readonly status: number }> {
  const fields = { grant_type: "refresh_token", client_id: app.clientId, refresh_token: app.refresh };
  const request = new Request(`${ORIGIN}/oauth/token`, { method: "POST", body: new URLSearchParams(fields) });
  return product.fetch(request, env, createExecutionContext());
}

/** Where a refresh can be when its app is disconnected. */
const MOMENTS = {
  "before its grant is read": "SELECT value FROM oauth_store",
  "before it is asked whether the app is connected": "SELECT scopes FROM connected_apps",
  "before its grant is written": "UPDATE oauth_store",
  "before its token is written": "INSERT INTO oauth_store",
};

test.each(Object.entries(MOMENTS))("a refresh in flight, %s, gives nothing that works", async (_moment, beginning) => {
  const held = new HeldD1(({ sql }) => sql.some((statement) => statement.trim().startsWith(beginning)));
  {
    using _ = failD1(held.fault);
    const answer = refreshHere();
    await held.reached;
    expect((await disconnect()).body).toMatchObject({ propagation: { state: "everywhere" } });
    held.release();
    expect((await answer).status).toBeGreaterThanOrEqual(400);
  }
  expect((await listTools(app.access)).status).toBe(401);
  expect((await refresh(app)).body).toMatchObject({ error: "invalid_grant" });
  const left = await env.DB.prepare("SELECT count(*) AS n FROM oauth_store WHERE app_id = ?1").bind(app.appId).first();
  expect(left).toEqual({ n: 0 });
});

test("a code that was not exchanged yet ends with its app", async () => {
  await disconnect();
  expect((await askForToken(codeFields(app))).body).toMatchObject({ error: "invalid_grant" });
});

test("a member who is removed takes the app's reach along, and a re-invitation gives none back", async () => {
  await env.DB.prepare("DELETE FROM member WHERE user_id = ?1").bind(world.owner.id).run();
  const fresh = tokensIn(await refresh(app));
  const names = async (): Promise<string> => {
    const body = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "list_workspaces", arguments: {} } };
    return (await call("POST", "/mcp", { key: fresh.access, body })).text;
  };
  expect(await names()).not.toContain(world.workspace);
  await env.DB.prepare(
    "INSERT INTO member (id, workspace_id, user_id, role, created_at) VALUES (?1, ?2, ?3, 'owner', 0)",
  )
    .bind(`mem_${world.owner.id}`, world.workspace, world.owner.id)
    .run();
  expect(await names()).not.toContain(world.workspace);
});

test("a token that its gate knows costs no database, nor does a forged one", async () => {
  await listTools(app.access);
  const forged = `${app.access.slice(0, -6)}AAAAAA`;
  const statements = await statementsOf(() => Promise.all([listTools(app.access), listTools(forged)]));
  expect(statements.filter(({ sql }) => /FROM (?:keys|connected_apps|oauth_store)/.test(sql))).toEqual([]);
});
