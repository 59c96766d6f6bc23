/** What an automation's input schema may cost, whoever writes it: bounded when it is stored, and when a run is checked. */
import { expect, test } from "vitest";
import { checkRunInput } from "#workers/content/automations/check-run-input.ts";
import { inputSchemaErrors } from "#workers/content/automations/input-schema.ts";

const EVIL = "^(a+)+$";

/** Parsed, as a request's body is: only so is `__proto__` a name like others. */
function parsed(text: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(JSON.parse(text)));
}

test.for([
  `{"type": "object", "x": {"pattern": "${EVIL}"}, "properties": {"a": {"$ref": "#/x"}}}`,
  `{"type": "object", "properties": {"a": {"properties": {"__proto__": {"pattern": "${EVIL}"}}}}}`,
  `{"type": "object", "$defs": {"__proto__": {"pattern": "${EVIL}"}}, "properties": {"a": {"$ref": "#/$defs/__proto__"}}}`,
  `{"type": "object", "examples": [{"pattern": "b"}], "properties": {"a": {"$ref": "#/examples/0"}}}`,
  `{"type": "object", "properties": {"a": {"$ref": "#/properties/b/const"}, "b": {"const": {"pattern": "b"}}}}`,
  `{"type": "object", "properties": {"a": {"pattern": "${EVIL}"}}}`,
  `{"type": "object", "properties": {"a": {"pattern": "a*a*a*b"}}}`,
])("a schema that reaches what nobody checked is not stored: %s", (text) => {
  expect(inputSchemaErrors(parsed(text))).toHaveLength(1);
});

test("a schema may refer to its own definitions, and have patterns that are cheap", () => {
  const schema = {
    type: "object",
    $defs: { code: { type: "string", pattern: "^[a-z]+-[0-9]+$" } },
    properties: { code: { $ref: "#/$defs/code" } },
  };
  expect(inputSchemaErrors(schema)).toEqual([]);
  expect(checkRunInput({ code: "gala-7" }, schema).ok).toBe(true);
  expect(checkRunInput({ code: "Gala" }, schema).ok).toBe(false);
});

function numbers(length: number): Record<string, unknown> {
  return { a: Array.from({ length }, (_item, index) => index) };
}

test("what takes more than linear work is bounded by the size of the input", () => {
  const patterned = { type: "object", properties: { a: { pattern: "^a*a*a*b" } } };
  expect(checkRunInput({ a: "a".repeat(100) }, patterned)).toMatchObject({ ok: false });
  expect(checkRunInput({ a: "a".repeat(101) }, patterned)).toMatchObject({ error: { errors: [{ path: "/input" }] } });
  const many = { list: Array.from({ length: 30 }, () => "b".repeat(99)) };
  expect(checkRunInput(many, patterned)).toMatchObject({ error: { errors: [{ path: "/input" }] } });
  const unique = {
    type: "object",
    allOf: Array.from({ length: 100 }, () => ({ properties: { a: { uniqueItems: true } } })),
  };
  expect(checkRunInput(numbers(200), unique).ok).toBe(true);
  expect(checkRunInput(numbers(9000), unique)).toMatchObject({ error: { errors: [{ path: "/input" }] } });
});

test("a schema stored before that cannot be followed refuses the run, and is no fault of the server's", () => {
  const schema = { type: "object", properties: { a: { $ref: "#/nowhere" } } };
  expect(checkRunInput({ a: "x" }, schema)).toMatchObject({ ok: false, error: { code: "invalid_request" } });
});
