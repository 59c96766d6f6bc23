/** Every route by session: what its person may, no other site may make them do, and nobody may once it has ended. */
import { env } from "cloudflare:workers";
import { beforeAll, expect, test } from "vitest";
import { signIn } from "./people.ts";
import { newThings, type Things } from "./route-examples.ts";
import { exampleOf, GUARDED, send } from "./route-table.ts";
import { written } from "./snapshot.ts";
import { call, newWorld, type World } from "./world.ts";

let home: World;
let things: Things;
let before: unknown;

beforeAll(async () => {
  home = await newWorld();
  things = await newThings(home);
  before = await writtenByRoutes();
});

/** Without the sessions that these tests make themselves. */
async function writtenByRoutes(): Promise<unknown> {
  return Object.entries(await written()).filter(([table]) => table !== "session");
}

const cases = GUARDED.map((route) => ({ title: route.name, route }));
const writes = cases.filter(({ route }) => route.method !== "GET");

const FOREIGN = {
  "no Origin": {},
  "another site's Origin": { Origin: "https://evil.example" },
  "a sandboxed page's Origin": { Origin: "null" },
  "an Origin that begins as ours": { Origin: "https://latchkey.test.evil.example" },
  "our name on http": { Origin: "http://latchkey.test" },
} as const;

test.for(writes)("$title is not done for another site", async ({ route }) => {
  const { cookie } = await signIn(home.owner);
  for (const [name, origin] of Object.entries(FOREIGN)) {
    const answer = await send(route, things, { ...cookie, ...origin });
    expect([name, answer.status, answer.body["code"]]).toEqual([name, 403, "cross_site_request"]);
  }
});

const ENDED = ["expired", "ended", "forged", "unsigned", "of somebody who was never here"] as const;

async function deadCookie(how: (typeof ENDED)[number]): Promise<string> {
  const { cookie, sessionId, token } = await signIn(home.owner);
  const [name = "", value] = [cookie.Cookie.split("=")[0], cookie.Cookie.slice(cookie.Cookie.indexOf("=") + 1)];
  if (how === "expired") await env.DB.prepare("UPDATE session SET expires_at = 1 WHERE id = ?1").bind(sessionId).run();
  if (how === "ended") await env.DB.prepare("DELETE FROM session WHERE id = ?1").bind(sessionId).run();
  if (how === "forged") return `${name}=${value.slice(0, 40)}${"A".repeat(value.length - 40)}`;
  if (how === "unsigned") return `${name}=${token}`;
  return how === "of somebody who was never here" ? `${name}=${"x".repeat(5000)}` : `${name}=${value}`;
}

test.for(cases)("$title is refused once a session is over", async ({ route }) => {
  for (const how of ENDED) {
    const headers = { Cookie: await deadCookie(how), Origin: "https://latchkey.test" };
    const answer = await send(route, things, headers);
    expect([how, answer.status, answer.body["code"]]).toEqual([how, 401, "signed_out"]);
  }
});

test("nothing that was refused above wrote anything", async () => {
  expect(await writtenByRoutes()).toEqual(before);
});

test("a session's token is no key, a key is no session, and a key in a header is what counts", async () => {
  const { cookie, headers, token } = await signIn(home.owner);
  for (const Authorization of [`Bearer ${token}`, `Bearer ${cookie.Cookie.split("=")[1] ?? ""}`, cookie.Cookie]) {
    const answer = await call("GET", "/v1/me", { headers: { Authorization } });
    expect([answer.status, answer.body["code"]]).toEqual([401, "malformed_key"]);
  }
  const name = cookie.Cookie.split("=")[0] ?? "";
  const asCookie = await call("GET", "/v1/me", { headers: { Cookie: `${name}=${home.key.secret}` } });
  expect([asCookie.status, asCookie.body["code"]]).toEqual([401, "signed_out"]);
  const both = await call("GET", "/v1/me", { key: home.key.secret, headers });
  expect(both.body).toMatchObject({ credential: { kind: "key", id: home.key.id } });
  const badKey = await call("GET", "/v1/me", { key: "lk_test_nothing", headers });
  expect(badKey.status).toBe(401);
  const onMcp = await call("POST", "/mcp", { headers, body: { jsonrpc: "2.0", id: 1, method: "tools/list" } });
  expect(onMcp.status).toBe(401);
});

test.for(cases)("$title lets the owner's session in, and counts no key's usage", async ({ route }) => {
  const world = await newWorld();
  const fresh = await newThings(world);
  const { headers } = await signIn(world.owner);
  const answer = await send(route, fresh, headers);
  expect(answer.status).toBe(exampleOf(route).success);
  expect([answer.headers.get("ratelimit"), answer.headers.get("x-request-id")?.length]).toEqual([null, 20]);
});
