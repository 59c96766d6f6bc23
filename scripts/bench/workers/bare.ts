/** Hono and one route: what a Worker costs that does nothing else. */
import { Hono } from "hono";
import { ANSWER } from "./answer.ts";

const app = new Hono().get("/v1/me", (c) => c.json(ANSWER));

// oxlint-disable-next-line import/no-default-export -- what workerd calls
export default { fetch: app.fetch } satisfies ExportedHandler;
