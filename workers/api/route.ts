/** How a REST route is declared: what `createRoute` takes, plus the access it asks for. One route group a file. */
import { createRoute, type RouteConfig } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { z } from "zod";
import type { ToolName } from "#shared/tool-names.ts";
import type { AppEnv } from "#workers/http/app-env.ts";
import { jsonBody, limitBody } from "#workers/http/json-body.ts";
import { type Access, guard } from "./guard.ts";

/** RFC 9457 problem details as every route answers them. */
const problemSchema = z
  .object({
    type: z.url().meta({ description: "The error's page in the documentation." }),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: "What happened and what to do." }),
    code: z.string().meta({ description: "Stable; listed in the documentation of errors." }),
    request_id: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    error: z.object({ code: z.string(), message: z.string() }),
  })
  .meta({ id: "Problem" });

type Declaration = Omit<RouteConfig, "middleware" | "security" | "summary" | "tags"> & {
  readonly access: Access;
  /** The MCP tool that does the same, for keys narrowed to some tools; without one, a content route is closed to them. */
  readonly tool?: ToolName;
  readonly summary: string;
  readonly tags: string[];
  /** The body may be left out. */
  readonly bodyOptional?: boolean;
};

const REFUSED = {
  description: "Refused or failed: see `code`.",
  content: { "application/problem+json": { schema: problemSchema } },
};

const SECURITY: Partial<Record<Access, RouteConfig["security"]>> = { public: [], session: [{ session: [] }] };

/** The route for `OpenAPIHono.openapi`, guarded before its input is even read. */
export function route<const R extends Declaration>(
  declaration: R,
): Omit<R, "access"> & { getRoutingPath(): string; middleware: MiddlewareHandler<AppEnv>[] } {
  const { access, tool, bodyOptional = false, ...config }: Declaration = declaration;
  const middleware: MiddlewareHandler<AppEnv>[] = [];
  const operation = `${config.method.toUpperCase()} ${config.path}`;
  if (access !== "public") middleware.push(guard({ access, tool, operation }));
  middleware.push(limitBody());
  if (config.request?.body !== undefined) middleware.push(jsonBody({ optional: bodyOptional }));
  const created = createRoute({
    ...config,
    middleware,
    security: SECURITY[access] ?? [{ bearer: [] }, { apiKey: [] }, { session: [] }],
    "x-required-access": access,
    responses: { ...config.responses, default: REFUSED },
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `default` is added at run time alone: see problem.ts
  return created as unknown as Omit<R, "access"> & {
    getRoutingPath(): string;
    middleware: MiddlewareHandler<AppEnv>[];
  };
}

/** The body of a JSON request, or of a JSON answer, for a route's declaration. */
export function json<S extends z.ZodType>(schema: S): { content: { "application/json": { schema: S } } } {
  return { content: { "application/json": { schema } } };
}
