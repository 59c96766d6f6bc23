/** `/docs`: the API for people to read, from the OpenAPI document and the table of refusals. No script, nothing stored. */
import { Hono, type MiddlewareHandler } from "hono";
import { settingsOf } from "#workers/env.ts";
import type { AppEnv } from "#workers/http/app-env.ts";
import { restRoutes } from "../rest.ts";
import { type ApiModel, apiModelOf } from "./api-model.ts";
import { ERRORS_CONTENTS, errorsView } from "./errors-view.ts";
import { GUIDE_CONTENTS, guideView } from "./guide-view.ts";
import { page } from "./page.ts";
import { referenceView } from "./reference-view.ts";
import { STYLE } from "./style.ts";

/** The pages load their one style sheet and nothing else. */
const CSP = "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

let known: ApiModel | undefined;

export const docsRoutes = new Hono<AppEnv>()
  .use("/docs/*", publicPage())
  .get("/docs", (c) => {
    const model = (known ??= apiModelOf(restRoutes.getOpenAPI31Document({ openapi: "3.1.0", info: INFO })));
    const guide = guideView({ origin: new URL(c.req.url).origin, keys: settingsOf(c.env) });
    const groups = model.groups.map(({ anchor, name }) => ({ anchor, title: name }));
    const contents = [...GUIDE_CONTENTS, ...groups, { anchor: "schemas", title: "Schemas" }];
    return c.html(page({ title: "API", current: "/docs", contents, body: [guide, referenceView(model)] }));
  })
  .get("/docs/errors", (c) =>
    c.html(page({ title: "Errors", current: "/docs/errors", contents: ERRORS_CONTENTS, body: [errorsView()] })),
  )
  .get("/docs/style.css", (c) => c.body(STYLE, 200, { "Content-Type": "text/css; charset=utf-8" }));

const INFO = { title: "Latchkey", version: "1" } as const;

/** The same for everybody, so a cache may share it for a while. */
function publicPage(): MiddlewareHandler<AppEnv> {
  return async function setPageHeaders(c, next) {
    await next();
    c.header("Content-Security-Policy", CSP);
    c.header("Cache-Control", "public, max-age=300");
  };
}
