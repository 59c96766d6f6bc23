/** What ends a connected app besides its own end: a membership, a workspace, and signing out everywhere if asked for. */
import { expect, test } from "vitest";
import { newApp, reachOf, useApp } from "./app-world.ts";
import { EVERYWHERE } from "./key-world.ts";
import { signIn } from "./people.ts";
import { call, join, newMember, newPerson, newWorld, newWorkspace } from "./world.ts";

test("a removed member's app does not reach the workspace when that is answered, and the answer names it", async () => {
  const { workspace, key } = await newWorld();
  const { person } = await newMember(workspace, "member");
  const other = await newWorkspace(person, "Own");
  const app = await newApp(person, { workspaces: [workspace, other], name: "Cursor" });
  expect(await reachOf(app)).toHaveLength(2);
  const removed = await call("DELETE", `/v1/workspaces/${workspace}/members/${person.id}`, { key: key.secret });
  expect(removed).toMatchObject({ status: 200, body: { apps: [{ id: app.id, name: "Cursor" }], ...EVERYWHERE } });
  expect(await reachOf(app)).toEqual([other]);
  await join(person, workspace, "member");
  expect(await reachOf(app)).toEqual([other]);
});

test("who leaves takes the workspace from their app, and a deleted workspace is in no app's reach", async () => {
  const { owner, workspace } = await newWorld();
  const { person, key } = await newMember(workspace, "admin");
  const own = await newWorkspace(owner, "Other");
  const [leaving, staying] = [
    await newApp(person, { workspaces: [workspace] }),
    await newApp(owner, { workspaces: [workspace, own] }),
  ];
  expect([await reachOf(leaving), await reachOf(staying)]).toEqual([[workspace], expect.any(Array)]);
  const left = await call("DELETE", `/v1/workspaces/${workspace}/members/${person.id}`, { key: key.secret });
  expect(left).toMatchObject({ status: 200, body: EVERYWHERE });
  expect(await reachOf(leaving)).toEqual([]);
  const { headers } = await signIn(owner);
  const deleted = await call("DELETE", `/v1/workspaces/${workspace}?name=Stage`, { headers });
  expect(deleted).toMatchObject({ status: 200, body: EVERYWHERE });
  expect(await reachOf(staying)).toEqual([own]);
});

test("signing out everywhere leaves apps connected, unless they are to go along: then they are refused when it is answered", async () => {
  const { owner, workspace } = await newWorld();
  const [app, second] = [
    await newApp(owner, { workspaces: [workspace], name: "Claude", lastUsedAt: Date.now() }),
    await newApp(owner, { workspaces: [workspace], name: "Cursor" }),
  ];
  const others = await newApp((await newMember(workspace, "member")).person, { workspaces: [workspace] });
  const plain = await call("DELETE", "/v1/sessions", { headers: (await signIn(owner)).headers });
  expect(plain).toMatchObject({ status: 200, body: { ended: 1, apps: [] } });
  expect((await useApp(app)).status).toBe(200);
  const { headers } = await signIn(owner);
  const both = await call("DELETE", "/v1/sessions?disconnect_apps=true", { headers });
  const apps = [
    { id: app.id, name: "Claude" },
    { id: second.id, name: "Cursor" },
  ];
  expect(both).toMatchObject({ status: 200, body: { ended: 1, apps: expect.arrayContaining(apps), ...EVERYWHERE } });
  expect([(await useApp(app)).status, (await useApp(second)).status]).toEqual([401, 401]);
  expect((await useApp(others)).status).toBe(200);
  const entries = await call("GET", "/v1/audit?action=app.", { headers: (await signIn(owner)).headers });
  expect(entries.body["data"]).toMatchObject([{ action: "app.disconnected" }, { action: "app.disconnected" }]);
});

test("signing out everywhere without a session of one's own disconnects nothing", async () => {
  const { owner, workspace, key } = await newWorld();
  const app = await newApp(owner, { workspaces: [workspace] });
  const refused = await call("DELETE", "/v1/sessions?disconnect_apps=true", { key: key.secret });
  expect(refused).toMatchObject({ status: 403, body: { code: "session_required" } });
  const stranger = await signIn(await newPerson("Cleo"));
  await call("DELETE", "/v1/sessions?disconnect_apps=true", { headers: stranger.headers });
  expect((await useApp(app)).status).toBe(200);
});
