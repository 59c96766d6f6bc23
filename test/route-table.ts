/** Every route of the REST surface, as it is registered, with the example of a request that it takes. */
import { z } from "zod";
import { SCOPES } from "#shared/scopes.ts";
import { restRoutes } from "#workers/api/rest.ts";
import { ROUTE_EXAMPLES, type RouteExample, type Things } from "./route-examples.ts";
import { type Answer, call } from "./world.ts";

const routeSchema = z.object({
  method: z.string().toUpperCase(),
  path: z.string(),
  "x-required-access": z.enum([...SCOPES, "any", "session", "public"]),
});

/** In the order of registration. */
export const ROUTES = restRoutes.openAPIRegistry.definitions
  .flatMap((definition) => (definition.type === "route" ? [routeSchema.parse(definition.route)] : []))
  .map(({ method, path, "x-required-access": access }) => ({ method, path, access, name: `${method} ${path}` }));
export type Route = (typeof ROUTES)[number];

/** Those that ask who is calling. */
export const GUARDED = ROUTES.filter((route) => route.access !== "public");

/** Throws for a route without one. */
export function exampleOf(route: Route): RouteExample {
  const example = ROUTE_EXAMPLES[route.name];
  if (example === undefined) throw new Error(`${route.name} has no example`);
  return example;
}

/** The example's request about these things. */
export function send(route: Route, things: Things, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const { path, body } = exampleOf(route).request(things);
  return call(route.method, path, { body, headers });
}
