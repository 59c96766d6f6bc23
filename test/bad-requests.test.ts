/** Requests that are wrong before their fields are looked at: bodies, media types, methods, tokens. */
import { expect, test } from "vitest";
import { z } from "zod";
import { BODY_BYTES_MAX } from "#shared/limits.ts";
import { restRoutes } from "#workers/api/rest.ts";
import { written } from "./snapshot.ts";
import { type Answer, call, newWorld, unknownKey, type World } from "./world.ts";

const JSON_TYPE = { "Content-Type": "application/json" };

function create(world: World, raw: BodyInit, headers: Record<string, string> = JSON_TYPE): Promise<Answer> {
  return call("POST", "/v1/keys", { key: world.key.secret, raw, headers });
}

function wish(world: World): Record<string, unknown> {
  return { name: "n8n", scopes: ["mcp:read"], workspaces: [world.workspace] };
}

test.for<[what: string, raw: string, code: string, detail: RegExp]>([
  ["empty", "", "invalid_json", /it is empty/],
  ["blank", " \n\t", "invalid_json", /it is empty/],
  ["not JSON", "name=n8n", "invalid_json", /does not parse/],
  ["cut short", '{"name": "n8', "invalid_json", /does not parse/],
  ["JSON with a comment", '{"name": "n8n" /* mine */}', "invalid_json", /does not parse/],
  ["two JSON texts", "{}{}", "invalid_json", /does not parse/],
  ["a single quote too many", "{'name': 'n8n'}", "invalid_json", /does not parse/],
  ["null", "null", "invalid_request", /expected object/],
  ["a number", "7", "invalid_request", /expected object/],
  ["a text", '"n8n"', "invalid_request", /expected object/],
  ["an array", "[]", "invalid_request", /expected object/],
  ["nested deeper than anybody needs", `{"name":${"[".repeat(32)}${"]".repeat(32)}}`, "invalid_json", /nests deeper/],
  ["nested to exhaust a stack", "[".repeat(100_000) + "]".repeat(100_000), "invalid_json", /nests|parse/],
  ["a member twice", '{"name":"a","name":"b"}', "invalid_json", /member twice/],
  ["a member twice, once escaped", String.raw`{"name":"a","nam\u0065":"b"}`, "invalid_json", /member twice/],
  ["a member twice, deep inside", '{"rate_limit":{"burst":1,"burst":2}}', "invalid_json", /member twice/],
])("a body that is %s is refused, says so, and is not repeated", async ([, raw, code, detail]) => {
  const world = await newWorld();
  const before = await written();
  const answer = await create(world, raw);
  expect(answer).toMatchObject({ status: 400, body: { code } });
  expect(answer.body["detail"]).toMatch(detail);
  expect(await written()).toEqual(before);
});

test.for([
  ["POST", "/v1/keys"],
  ["POST", "/v1/setup"],
  ["POST", "/v1/keys/key_0000000000/rotate"],
  ["POST", "/v1/keys/key_0000000000/revoke"],
])("%s %s refuses 2 MiB, with and without a Content-Length", async ([method = "", path = ""]) => {
  const world = await newWorld();
  const large = `{"name":"${"x".repeat(2 * BODY_BYTES_MAX)}"}`;
  const before = await written();
  const stream = new Blob([large]).stream();
  for (const raw of [large, stream]) {
    const answer = await call(method, path, { key: world.key.secret, raw, headers: JSON_TYPE });
    expect(answer).toMatchObject({ status: 413, body: { code: "body_too_large" } });
    expect(answer.text.length).toBeLessThan(1000);
  }
  expect(await written()).toEqual(before);
});

test("a body of just the largest size is read", async () => {
  const world = await newWorld();
  const text = JSON.stringify(wish(world));
  const fits = text + " ".repeat(BODY_BYTES_MAX - text.length);
  expect((await create(world, fits)).status).toBe(201);
  expect((await create(world, new Blob([fits]).stream())).status).toBe(201);
  expect((await create(world, `${fits} `)).status).toBe(413);
});

test.for([
  "text/plain",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "application/jsonp",
  "text/json",
  "json",
])("a body declared as %s is refused, whatever it holds", async (type) => {
  const world = await newWorld();
  const before = await written();
  const answer = await create(world, JSON.stringify(wish(world)), { "Content-Type": type });
  expect(answer).toMatchObject({ status: 415, body: { code: "unsupported_media_type" } });
  const rotation = { key: world.key.secret, raw: "grace_seconds=60", headers: { "Content-Type": type } };
  expect((await call("POST", `/v1/keys/${world.key.id}/rotate`, rotation)).status).toBe(415);
  expect(await written()).toEqual(before);
});

test("a body without a declared type is refused", async () => {
  const world = await newWorld();
  const bytes = new TextEncoder().encode(JSON.stringify(wish(world)));
  expect((await create(world, bytes, {})).status).toBe(415);
});

test.for([
  "application/json; charset=utf-8",
  "APPLICATION/JSON",
  "application/vnd.latchkey.v2+json",
  "application/json ;charset=utf-8",
  "application/json;",
])("a body declared as %s is read", async (type) => {
  const world = await newWorld();
  expect(await create(world, JSON.stringify(wish(world)), { "Content-Type": type })).toMatchObject({ status: 201 });
});

const errorsSchema = z.array(z.object({ path: z.string(), message: z.string() }));

test("fields with hostile names are refused, named when that is safe, and change nothing", async () => {
  const world = await newWorld();
  const before = await written();
  const hostile = {
    ["__proto__"]: { name: "polluted" },
    constructor: { prototype: {} },
    toString: 1,
    "<script>": 1,
    "a\nb": 1,
    "x'; DROP TABLE keys; --": 1,
    ["k".repeat(500)]: 1,
    lk_live_0000000000000000000000000000000000000000000: 1,
  };
  const answer = await create(
    world,
    JSON.stringify({ ...wish(world), ...hostile, ["__proto__"]: hostile["__proto__"] }),
  );
  expect(answer.status).toBe(400);
  expect(errorsSchema.parse(answer.body["errors"]).map((error) => error.path)).toEqual(
    expect.arrayContaining(["/__proto__", "/constructor", "/toString", "/(not repeated)"]),
  );
  expect(answer.text).not.toMatch(/<script>|DROP TABLE|k{41}|lk_live_0/);
  expect(Object.hasOwn(Object.prototype, "name")).toBe(false);
  expect(await written()).toEqual(before);
});

const addresses = [...new Set(restRoutes.routes.map((route) => route.path))].map((path) =>
  path.replaceAll(/:\w+(?:\{[^/]*\})?/g, "x"),
);

/** The methods of every route whose pattern takes the address. */
function methodsOf(address: string): string[] {
  const taking = restRoutes.routes.filter((route) =>
    new RegExp(`^${route.path.replaceAll(/:\w+(?:\{[^/]*\})?/g, "[^/]+")}$`).test(address),
  );
  return [...new Set(taking.map((route) => route.method))].toSorted();
}

test.for(addresses)("%s refuses every method that it has not, and names those it has", async (address) => {
  const allowed = methodsOf(address);
  for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"].filter((name) => !allowed.includes(name))) {
    const answer = await call(method, address);
    expect(answer).toMatchObject({ status: 405, body: { code: "method_not_allowed" } });
    expect(answer.headers.get("allow")).toBe(allowed.join(", "));
  }
});

test("an address that is none is a 404, with and without a key", async () => {
  const { key } = await newWorld();
  for (const path of ["/v1", "/v1/", "/v1/key", "/v2/keys", "/v1/keys/key_0000000000/explode", "/%00", "/v1//keys"]) {
    expect(await call("GET", path)).toMatchObject({ status: 404, body: { code: "not_found" } });
    expect(await call("POST", path, { key: key.secret, body: {} })).toMatchObject({ status: 404 });
  }
});

test("a token that is none of ours is refused with what is wrong, and is not repeated", async () => {
  const { secret } = (await newWorld()).key;
  const before = await written();
  const swapped = secret.slice(0, 20) + (secret.charAt(20) === "x" ? "y" : "x") + secret.slice(21);
  const expected: readonly [header: string, code: string][] = [
    ["", "missing_credential"],
    ["Bearer", "malformed_key"],
    ["Bearer ", "malformed_key"],
    [`Token ${secret}`, "malformed_key"],
    [secret, "malformed_key"],
    [`Bearer Bearer ${secret}`, "placeholder_credential"],
    ["Bearer ${LATCHKEY_API_KEY}", "placeholder_credential"],
    ["Bearer $LATCHKEY_API_KEY", "placeholder_credential"],
    ["Bearer {env:LATCHKEY_API_KEY}", "placeholder_credential"],
    ["Bearer %LATCHKEY_API_KEY%", "placeholder_credential"],
    ["Bearer <your key>", "placeholder_credential"],
    ["Bearer YOUR_API_KEY", "placeholder_credential"],
    ["Bearer undefined", "placeholder_credential"],
    ["Bearer null", "placeholder_credential"],
    ["Bearer sk-ant-api03-AbCdEf0123456789AbCdEf0123456789", "malformed_key"],
    ["Bearer ghp_AbCdEf0123456789AbCdEf0123456789AbCd", "malformed_key"],
    ["Bearer xoxb-1234567890-AbCdEf", "malformed_key"],
    ["Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "malformed_key"],
    [`Bearer ${secret.replace("lk_", "uk_")}`, "malformed_key"],
    [`Bearer ${secret.replace("lk_test_", "lk_prod_")}`, "malformed_key"],
    [`Bearer ${secret.slice(0, -1)}`, "malformed_key"],
    [`Bearer ${secret.slice(0, 12)}`, "malformed_key"],
    [`Bearer ${secret}x`, "malformed_key"],
    [`Bearer ${swapped}`, "malformed_key"],
    [`Bearer ${secret.toLowerCase()}`, "malformed_key"],
    [`Bearer "${secret}"`, "malformed_key"],
    [`Bearer ${secret},${secret}`, "malformed_key"],
    [`Bearer ${secret.slice(0, 20)} ${secret.slice(20)}`, "malformed_key"],
    [`Bearer ${"A".repeat(10 * 1024)}`, "malformed_key"],
    [`Bearer lk_test_${"A".repeat(10 * 1024)}`, "malformed_key"],
    [`Bearer ${(await unknownKey()).secret}`, "unknown_key"],
  ];
  const answers = await Promise.all(
    expected.map(([header]) => call("GET", "/v1/me", { headers: { Authorization: header } })),
  );
  expect(answers.map((answer, index) => [expected[index]?.[0], answer.body["code"]])).toEqual(expected);
  expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 401));
  const told = answers.map(({ text, headers }) => text + String(headers.get("www-authenticate"))).join("");
  expect(told).not.toMatch(/AbCdEf|eyJ|AAAA|LATCHKEY_API_KEY\}/);
  expect(told).not.toContain(secret.slice(12, 30));
  expect(await written()).toEqual(before);
});

test("an Authorization header that is no key is not passed over for a good X-Api-Key", async () => {
  const { key } = await newWorld();
  const headers = { Authorization: "Basic dXNlcjpwYXNz", "X-Api-Key": key.secret };
  expect(await call("GET", "/v1/me", { headers })).toMatchObject({ status: 401, body: { code: "malformed_key" } });
  expect(await call("GET", "/v1/me", { headers: { "X-Api-Key": "" } })).toMatchObject({
    body: { code: "malformed_key" },
  });
  expect(await call("GET", "/v1/me", { headers: { "X-Api-Key": ` ${key.secret} ` } })).toMatchObject({ status: 200 });
  expect(await call("GET", "/v1/me", { headers: { Authorization: `bearer   ${key.secret}` } })).toMatchObject({
    status: 200,
  });
});
