/** One route behind the product's admission and nothing else of the product: what a key check has to load. */
import { Hono } from "hono";
import { admitRequest } from "#workers/access/admit-request.ts";
import type { AppEnv } from "#workers/http/app-env.ts";
import { problem } from "#workers/http/problem.ts";
import { ANSWER } from "./answer.ts";

export { Gate } from "#workers/gate/gate.ts";
export { Seed } from "./seed.ts";

/** For a Worker that has other routes beside it. */
export const keyCheck = new Hono<AppEnv>().get("/v1/me", async (c) => {
  const { verdict } = await admitRequest(c, { surface: "rest", name: "GET /v1/me" }, { metered: true });
  return verdict.ok ? c.json(ANSWER) : problem(c, verdict.error);
});

// oxlint-disable-next-line import/no-default-export -- what workerd calls
export default { fetch: keyCheck.fetch } satisfies ExportedHandler<Env>;
