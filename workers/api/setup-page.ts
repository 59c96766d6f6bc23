/** `GET /setup`: where the setup link of a fresh deployment leads. It says how to claim it; forms come with the dashboard. */
import { Hono } from "hono";
import type { AppEnv } from "#workers/http/app-env.ts";
import { isSetUp } from "#workers/people/set-up.ts";

export const setupPageRoutes = new Hono<AppEnv>().get("/setup", async (c) => {
  const done = await isSetUp(c.env.DB);
  if (/\bjson\b/.test(c.req.header("accept") ?? "")) return c.json({ set_up: done });
  const { origin } = new URL(c.req.url);
  return c.text(done ? ALREADY_SET_UP : instructions(origin));
});

const ALREADY_SET_UP = "This Latchkey has an owner. Use a management key with /v1; the reference is at /docs.\n";

function instructions(origin: string): string {
  return `This Latchkey has no owner yet. The token is SETUP_TOKEN: in .dev.vars locally, a Worker secret when deployed.

curl -sS ${origin}/v1/setup -H "Content-Type: application/json" -d '{
  "setup_token": "<SETUP_TOKEN>",
  "owner": {"name": "Ada", "email": "ada@example.com", "password": "<at least 10 characters>"},
  "workspace": {"name": "Main stage"}
}'
`;
}
