/** `/docs`: the API for people to read, from the OpenAPI document and the table of refusals. Nothing stored. */
import { Hono } from "hono";
import { restRoutes } from "#workers/api/rest.ts";
import { settingsOf } from "#workers/env.ts";
import type { AppEnv } from "#workers/http/app-env.ts";
import { type ApiModel, apiModelOf } from "./api-model.ts";
import { ERRORS_CONTENTS, errorsView } from "./errors-view.ts";
import { GUIDE_CONTENTS, guideView } from "./guide-view.ts";
import type { ContentsGroup } from "./page.ts";
import { QUICKSTART_CONTENTS, quickstartView } from "./quickstart-view.ts";
import { referenceView } from "./reference-view.ts";
import { sendDocs } from "./send-docs.ts";

const INFO = { title: "Latchkey", version: "1" } as const;

let known: ApiModel | undefined;

export const docsRoutes = new Hono<AppEnv>()
  .get("/docs", async (c) => {
    const model = (known ??= apiModelOf(restRoutes.getOpenAPI31Document({ openapi: "3.1.0", info: INFO })));
    const quickstart = quickstartView({ origin: new URL(c.req.url).origin, keys: settingsOf(c.env) });
    return sendDocs(c, {
      title: "API and MCP",
      lead: "How programs and agents reach this deployment: with a key, by REST or by MCP.",
      current: "/docs",
      contents: contentsOf(model),
      body: [quickstart, guideView(), referenceView(model)],
    });
  })
  .get("/docs/", (c) => c.redirect("/docs", 301))
  .get("/docs/errors", async (c) =>
    sendDocs(c, {
      title: "Errors",
      lead: "What each error means, and what to do about it.",
      current: "/docs/errors",
      contents: ERRORS_CONTENTS,
      body: [errorsView()],
    }),
  );

function contentsOf({ groups }: ApiModel): ContentsGroup[] {
  const routes = groups.map(({ anchor, name }) => ({ anchor, title: name }));
  return [
    { heading: "Quickstart", entries: QUICKSTART_CONTENTS },
    { heading: "Guide", entries: GUIDE_CONTENTS },
    { heading: "Reference", entries: [...routes, { anchor: "schemas", title: "Schemas" }] },
  ];
}
