/** What a session is worth, and when it ends. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { signIn } from "./people.ts";
import { call, newWorld } from "./world.ts";

test("a session answers who is calling, and D1 has nothing that makes another one", async () => {
  const { owner, workspace } = await newWorld();
  const { cookie, sessionId, token } = await signIn(owner);
  const answer = await call("GET", "/v1/me", { headers: cookie });
  expect([answer.status, answer.body]).toMatchObject([
    200,
    { credential: { kind: "session", id: sessionId }, user: { id: owner.id }, workspaces: [{ id: workspace }] },
  ]);
  const { results } = await env.DB.prepare("SELECT * FROM session").all();
  expect(JSON.stringify(results)).toContain(sessionId);
  expect(JSON.stringify(results)).not.toContain(token);
});
