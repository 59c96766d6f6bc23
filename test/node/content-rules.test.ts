/** The rules behind the dashboard's content pages that need no browser: what may be followed, found, asked and typed. */
import { expect, test } from "vitest";
import { assert, property, string } from "fast-check";
import { initialValues, inputFields, inputOf } from "../../workers/dashboard/web/content/automations/input-fields.ts";
import { readJsonObject } from "../../workers/dashboard/web/content/automations/json-text.ts";
import { safeLink } from "../../workers/dashboard/web/content/documents/safe-link.ts";
import { piecesOf, plainSnippet } from "../../workers/dashboard/web/content/documents/search-terms.ts";
import { fromLocalInput, toLocalInput } from "../../workers/dashboard/web/content/local-times.ts";

test("a document's links go to the web or to a mailbox and nowhere else, however they are spelled", () => {
  expect(safeLink("https://example.com/?a=1&b=2")).toBe("https://example.com/?a=1&b=2");
  expect(safeLink("MAILTO:crew@example.com")).toBe("mailto:crew@example.com");
  const refused = ["javascript:alert(1)", " java\nscript:alert(1)", "JaVaScRiPt:0", "data:text/html,x", "vbscript:x"];
  const links = [...refused, "file:///etc/passwd", "blob:https://a/b", "/keys", "//host", "", "#top"];
  expect(links.filter((href) => safeLink(href) !== null)).toEqual([]);
});

test("the pieces of a passage are the passage, whatever was searched for", () => {
  assert(
    property(string({ unit: "binary" }), string({ unit: "binary" }), (passage, query) => {
      expect(
        piecesOf(passage, query)
          .map(({ text }) => text)
          .join(""),
      ).toBe(passage);
    }),
  );
});

function matches(passage: string, query: string): readonly string[] {
  return piecesOf(passage, query).flatMap(({ text, isMatch }) => (isMatch ? [text] : []));
}

test("matches are whole words without case and diacritics, the last word of a search being the start of one", () => {
  expect(matches("Loading, LOAD in: the Café loads", "cafe load")).toEqual(["Loading", "LOAD", "Café", "loads"]);
  expect(matches("The loading dock and the load", "load the")).toEqual(["The", "the", "load"]);
  expect(matches("<mark>a</mark> && b", "&& <")).toEqual([]);
});

test("a snippet loses the server's marks and lone signs of Markdown, and keeps its words", () => {
  expect(plainSnippet("# Run of **show**\n| 12:00 | Doors |\n|---|---|\n- a - b")).toBe(
    "Run of show 12:00 Doors - a - b",
  );
});

test("a simple schema becomes fields, and what is left empty is left out of the input", () => {
  const fields = inputFields({
    type: "object",
    required: ["text"],
    properties: {
      text: { type: "string", default: "Hi" },
      count: { type: "integer" },
      loud: { type: "boolean" },
      level: { enum: ["low", 3, null] },
      note: { type: "string" },
    },
  });
  if (fields === null) throw new Error("expected fields");
  expect(initialValues(fields)).toEqual({ text: "Hi", count: "", loud: "", level: "", note: "" });
  expect(inputOf(fields, { text: "" })).toEqual({ text: "", loud: false });
  expect(inputOf(fields, { text: "a", count: "4", loud: "true", level: "1" })).toEqual({
    text: "a",
    count: 4,
    loud: true,
    level: 3,
  });
  expect(inputOf(fields, { text: "a", count: "four" })["count"]).toBe("four");
});

test("a schema that a form can't ask for in full is left to JSON", () => {
  const properties = { text: { type: "string" } };
  const schemas = [
    {},
    { type: "object" },
    { type: "object", properties, anyOf: [{}] },
    { type: "object", properties, required: ["other"] },
    { type: "object", properties: { list: { type: "array" } } },
    { type: "object", properties: { either: { type: ["string", "null"] } } },
    { type: "object", properties: { text: { type: "string", $ref: "#/$defs/a" } } },
    { type: "object", properties: { text: { enum: [{}] } } },
    { type: "object", properties: { text: true } },
  ];
  expect(schemas.filter((schema) => inputFields(schema) !== null)).toEqual([]);
  expect(inputFields({ type: "object", additionalProperties: false })).toEqual([]);
});

test("a property may have any name", () => {
  const fields = inputFields(JSON.parse('{"type":"object","properties":{"__proto__":{"type":"string"}}}')) ?? [];
  const values = Object.fromEntries([["__proto__", "x"]]);
  expect(JSON.stringify(inputOf(fields, values))).toBe('{"__proto__":"x"}');
});

test("typed JSON is an object, or the sentence says where to look", () => {
  expect(readJsonObject('{"a": [1]}')).toEqual({ ok: true, value: { a: [1] } });
  for (const text of ["[1]", "null", "1", '"a"']) expect(readJsonObject(text)).toMatchObject({ ok: false });
  expect(readJsonObject('{\n  "a": 1,\n  x\n}')).toMatchObject({ ok: false, flaw: expect.stringContaining("line 3") });
  expect(readJsonObject(" ")).toEqual({ ok: false, flaw: "This is not JSON yet: it is empty." });
});

test("a time that is shown and typed again is the same to the minute, and what is no time is none", () => {
  for (const at of ["2027-06-18T20:05:00.000Z", "0001-02-03T04:05:00.000Z", "9999-12-30T23:59:00.000Z"]) {
    expect(fromLocalInput(toLocalInput(at))).toBe(at);
  }
  expect(toLocalInput(null)).toBe("");
  expect(fromLocalInput("")).toBeNull();
  expect(fromLocalInput("2027-13-40T00:00")).toBeNull();
});
