/** Every route against every credential that must not pass: generated from the route table, so that none is forgotten. */
import { beforeAll, expect, test } from "vitest";
import { scopeSchema } from "#shared/scope-schema.ts";
import { SCOPES, type Scope } from "#shared/scopes.ts";
import { restRoutes } from "#workers/api/rest.ts";
import { signIn } from "./people.ts";
import { newThings, noThings, ROUTE_EXAMPLES, type Things } from "./route-examples.ts";
import { exampleOf, GUARDED, type Route, ROUTES, send } from "./route-table.ts";
import { written } from "./snapshot.ts";
import { type Answer, call, newKey, newWorld, unknownKey, type World } from "./world.ts";

const bearer = (secret: string): Record<string, string> => ({ Authorization: `Bearer ${secret}` });

let home: World;
let things: Things;
/** One secret per way of not being let in. */
let bad: Record<"unknown" | "disabled" | "revoked" | "expired" | "elsewhere" | "spent", string>;
/** Per scope, a key that has all the others. */
let lacking: Record<Scope, string>;
let before: Awaited<ReturnType<typeof written>>;

beforeAll(async () => {
  home = await newWorld();
  things = await newThings(home);
  const workspaces = [home.workspace];
  const secret = async (wish: Partial<Parameters<typeof newKey>[1]>): Promise<string> =>
    (await newKey(home.owner, { workspaces, ...wish })).secret;
  bad = {
    unknown: (await unknownKey()).secret,
    disabled: await secret({ status: "disabled" }),
    revoked: await secret({ status: "revoked" }),
    expired: await secret({ expiresAt: Date.now() - 1000 }),
    elsewhere: await secret({ allowedIps: ["198.51.100.0/24", "2001:db8:1::/48"] }),
    spent: await secret({ rate: { perMinute: 1, burst: 1 } }),
  };
  const without = (scope: Scope): Promise<string> => secret({ scopes: SCOPES.filter((other) => other !== scope) });
  lacking = {
    "mcp:read": await without("mcp:read"),
    "mcp:write": await without("mcp:write"),
    "mcp:execute": await without("mcp:execute"),
    "keys:manage": await without("keys:manage"),
  };
  before = await written();
});

test("every route has an example, and every example a route", () => {
  expect(Object.keys(ROUTE_EXAMPLES).toSorted()).toEqual(GUARDED.map((route) => route.name).toSorted());
});

test("every address under /v1 says what access it asks for, and only setup, the status and the document are public", () => {
  const registered = restRoutes.routes
    .filter((route) => route.method !== "ALL")
    .map((route) => `${route.method} ${route.path.replaceAll(/:(\w+)(?:\{[^/]*\})?/g, "{$1}")}`);
  const declared = ROUTES.map((route) => route.name);
  expect([...new Set(registered)].toSorted()).toEqual([...declared, "GET /v1/openapi.json"].toSorted());
  expect(ROUTES.filter((route) => route.access === "public").map((route) => route.name)).toEqual([
    "POST /v1/setup",
    "GET /v1/status",
  ]);
  expect(restRoutes.routes.filter((route) => route.method === "ALL")).toEqual([]);
});

type Expected = {
  readonly status: number;
  readonly code: string;
  readonly challenge?: RegExp;
  /** The key's limit and what is left of it, where the request was counted. */
  readonly limit?: { readonly policy: RegExp; readonly left: RegExp };
  readonly retryAfter?: RegExp;
};

/** A refusal as it was answered: problem details (RFC 9457), and the headers that belong to its status. */
function refusalIn({ status, body, headers }: Answer): Record<string, unknown> {
  const names = ["content-type", "cache-control", "x-request-id", "www-authenticate", "retry-after"];
  const limits = ["ratelimit-policy", "ratelimit"];
  return {
    status,
    body,
    ...Object.fromEntries([...names, ...limits].map((name) => [name, headers.get(name) ?? undefined])),
  };
}

const like = (pattern: RegExp | undefined): unknown => pattern && expect.stringMatching(pattern);

/** The only form that a refusal may have: RFC 6750 §3 for the challenge, RFC 9110 §10.2.3 for Retry-After. */
function refused({ body }: Answer, { status, code, challenge, limit, retryAfter }: Expected): Record<string, unknown> {
  return {
    status,
    body: {
      type: `https://latchkey.test/docs/errors#${code}`,
      title: expect.stringMatching(/^\w.+\w$/),
      status,
      detail: expect.stringMatching(/^\w.+\.$/),
      code,
      request_id: expect.stringMatching(/^req_[0-9A-Za-z]{16}$/),
      error: { code, message: body["detail"] },
    },
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    "x-request-id": body["request_id"],
    "www-authenticate": like(challenge),
    "retry-after": like(retryAfter),
    "ratelimit-policy": like(limit?.policy),
    ratelimit: like(limit?.left),
  };
}

/** RFC 6750 §3.1: no error where nothing was sent, `invalid_token` where what was sent is refused. */
const ASKED = { status: 401, challenge: /^Bearer realm="latchkey"$/ };
const INVALID = {
  status: 401,
  challenge: /^Bearer realm="latchkey", error="invalid_token", error_description="[^"\\]+"$/,
};
const SPENT = { policy: /^"default";q=1;w=60$/, left: /^"default";r=0;t=\d+$/ };

type Case = Expected & { readonly name: string; readonly ask: (route: Route) => Promise<Answer> };

const presenting =
  (headers: () => Record<string, string>) =>
  (route: Route): Promise<Answer> =>
    send(route, things, headers());

const CASES: readonly Case[] = [
  { name: "no key", code: "missing_credential", ...ASKED, ask: presenting(() => ({})) },
  {
    name: "a key in the URL",
    code: "missing_credential",
    ...ASKED,
    ask: (route) => {
      const { path, body } = exampleOf(route).request(things);
      return call(route.method, `${path}${path.includes("?") ? "&" : "?"}api_key=${home.key.secret}`, { body });
    },
  },
  { name: "a malformed key", code: "malformed_key", ...INVALID, ask: presenting(() => bearer("sk-proj-0123456789")) },
  {
    name: "another scheme than Bearer",
    code: "malformed_key",
    ...INVALID,
    ask: presenting(() => ({ Authorization: `Basic ${btoa(`${home.key.secret}:`)}` })),
  },
  {
    name: "a placeholder",
    code: "placeholder_credential",
    ...INVALID,
    ask: presenting(() => bearer("${LATCHKEY_API_KEY}")),
  },
  {
    name: "a key of another environment",
    code: "wrong_environment",
    ...INVALID,
    ask: presenting(() => bearer(home.key.secret.replace("lk_test_", "lk_live_"))),
  },
  {
    name: "a forged tag",
    code: "malformed_key",
    ...INVALID,
    ask: presenting(() => bearer(`${home.key.secret.slice(0, -6)}000000`)),
  },
  { name: "an unknown key", code: "unknown_key", ...INVALID, ask: presenting(() => bearer(bad.unknown)) },
  { name: "a disabled key", code: "disabled_key", ...INVALID, ask: presenting(() => bearer(bad.disabled)) },
  { name: "a revoked key", code: "revoked_key", ...INVALID, ask: presenting(() => bearer(bad.revoked)) },
  { name: "an expired key", code: "expired_key", ...INVALID, ask: presenting(() => bearer(bad.expired)) },
  {
    name: "a key from a wrong address",
    code: "ip_not_allowed",
    status: 403,
    ask: presenting(() => ({ ...bearer(bad.elsewhere), "CF-Connecting-IP": "203.0.113.9" })),
  },
  {
    name: "a key for some addresses from an unknown one",
    code: "ip_not_allowed",
    status: 403,
    ask: presenting(() => bearer(bad.elsewhere)),
  },
  {
    name: "a key over its limit",
    code: "rate_limited",
    status: 429,
    limit: SPENT,
    retryAfter: /^[1-9]\d?$/,
    ask: async (route) => {
      await call("GET", "/v1/me", { key: bad.spent });
      return send(route, things, bearer(bad.spent));
    },
  },
];

const attempts = GUARDED.flatMap((route) =>
  CASES.map((how) => ({ route, how, title: `${route.name} with ${how.name}` })),
);

test.for(attempts)("$title is refused", async ({ route, how }) => {
  const answer = await how.ask(route);
  expect(refusalIn(answer)).toEqual(refused(answer, how));
});

const scoped = GUARDED.flatMap((route) => {
  const scope = scopeSchema.safeParse(route.access);
  return scope.success ? [{ route, scope: scope.data, title: `${route.name} without ${scope.data}` }] : [];
});

test.for(scoped)("$title is refused, whatever other scopes the key has", async ({ route, scope }) => {
  const challenge = new RegExp(
    `^Bearer realm="latchkey", error="insufficient_scope", error_description="[^"\\\\]+", scope="${scope}"$`,
  );
  const limit = { policy: /^"default";q=120;w=12$/, left: /^"default";r=\d+;t=\d+$/ };
  const answer = await send(route, things, bearer(lacking[scope]));
  expect(refusalIn(answer)).toEqual(refused(answer, { status: 403, code: "missing_scope", challenge, limit }));
});

test("nothing that was refused above wrote anything", async () => {
  expect(await written()).toEqual(before);
});

const examples = GUARDED.map((route) => ({ title: route.name, route, example: exampleOf(route) }));
const naming = examples.filter(({ example }) => example.outOfReach !== "nothing");

test.for(naming)("$title answers for another workspace's things as for unknown ones", async ({ route, example }) => {
  const { request, outOfReach, by } = example;
  const { key, owner } = await newWorld();
  const caller = by === "key" ? bearer(key.secret) : (await signIn(owner)).headers;
  const foreign = await newThings(await newWorld("Foreign"));
  const unknown = await noThings();
  expect(request(foreign)).not.toEqual(request(unknown));
  const untouched = await written();
  const [denied, absent] = [await send(route, foreign, caller), await send(route, unknown, caller)];
  expect([denied.status, absent.status]).toEqual([outOfReach, outOfReach]);
  expect({ ...denied.body, request_id: "" }).toEqual({ ...absent.body, request_id: "" });
  expect(denied.body).toMatchObject(outOfReach === 404 ? { status: 404, code: "not_found" } : {});
  expect(await written()).toEqual(untouched);
});

test("a route that is said to name nothing names nothing", async () => {
  const [one, other] = [await noThings(), await newThings(await newWorld())];
  const silent = examples.filter(({ example }) => example.outOfReach === "nothing");
  const requests = (named: Things): unknown => silent.map(({ example }) => example.request(named));
  expect(requests(one)).toEqual(requests(other));
});

const forKeys = examples.filter(({ example }) => example.by === "key");

test.for(forKeys)("$title lets a good key in, and says what is left of its limit", async ({ route, example }) => {
  const world = await newWorld();
  const fresh = await newThings(world);
  const scope = scopeSchema.safeParse(route.access);
  const scopes = scope.success ? [scope.data] : [];
  const { secret } = await newKey(world.owner, { workspaces: [world.workspace, fresh.empty], scopes });
  const answer = await send(route, fresh, { "X-Api-Key": secret });
  expect(answer.status).toBe(example.success);
  expect(answer.headers.get("x-request-id")).toMatch(/^req_[0-9A-Za-z]{16}$/);
  expect(answer.headers.get("ratelimit-policy")).toBe('"default";q=120;w=12');
  expect(answer.headers.get("ratelimit")).toMatch(/^"default";r=119;t=1$/);
});

const forPeople = examples.filter(({ example }) => example.by === "session");

test.for(forPeople)("$title takes no key, whatever its scopes", async ({ route }) => {
  const answer = await send(route, things, bearer(home.key.secret));
  expect([answer.status, answer.body["code"]]).toEqual([403, "session_required"]);
});

test("which routes take no key is said in their declaration", () => {
  const declared = GUARDED.filter(({ access }) => access === "session").map(({ name }) => name);
  expect(forPeople.map(({ title }) => title)).toEqual(declared);
});
