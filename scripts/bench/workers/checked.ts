/**
 * The same route twice: with nothing in front, which is the limit, and behind the product's own admission. Both answer
 * the same bytes, from the same isolate, so what lies between them is the check and nothing else.
 */
import { Hono } from "hono";
import type { AppEnv } from "#workers/http/app-env.ts";
import { ANSWER } from "./answer.ts";
import { keyCheck } from "./key-check.ts";

export { Gate } from "#workers/gate/gate.ts";
export { Seed } from "./seed.ts";

const app = new Hono<AppEnv>().get("/bare", (c) => c.json(ANSWER)).route("/", keyCheck);

// oxlint-disable-next-line import/no-default-export -- what workerd calls
export default { fetch: app.fetch } satisfies ExportedHandler<Env>;
