/**
 * The keywords of JSON Schema that the validator obeys, with the types the specification gives them: it would take
 * `"type": "text"` or `"required": "name"` without a word and then refuse or accept every run. Keywords it doesn't know
 * are let through, as JSON Schema 2020-12 §4.3.1 says. Pure.
 */
import { z } from "zod";
import { patternFlaw } from "./pattern-flaw.ts";

const TYPES = ["object", "array", "string", "number", "integer", "boolean", "null"];

const subschema = z.unknown().check((context) => {
  if (typeof context.value === "boolean") return;
  for (const { message, path } of schemaKeywords.safeParse(context.value).error?.issues ?? []) {
    context.issues.push({ code: "custom", message, path: [...path], input: context.value });
  }
});
const subschemas = z.array(subschema, "expected a list of schemas");
const subschemaMap = z.record(z.string(), subschema, "expected schemas by name");
const names = z.array(z.string("expected a name"), "expected a list of names");
const count = z.int("expected a whole number").min(0, "expected a whole number");
const number = z.number("expected a number");
const typeName = z.enum(TYPES, `expected one of ${TYPES.join(", ")}`);

const pattern = z.string("expected a regular expression").check((context) => {
  const flaw = patternFlaw(context.value);
  if (flaw !== null) context.issues.push({ code: "custom", message: flaw, input: context.value });
});

const refused = z.undefined("this keyword is not supported here");

/** One schema object with everything in it. */
export const schemaKeywords: z.ZodType<Record<string, unknown>> = z.looseObject(
  {
    type: z.union([typeName, z.array(typeName)], `expected one of ${TYPES.join(", ")}`).optional(),
    enum: z.array(z.unknown(), "expected a list of values").optional(),
    $ref: z
      .string("expected a reference like #/$defs/name")
      // Nowhere else: what stands under a keyword that nobody knows was not checked, and would be evaluated.
      .regex(/^#\/(?:\$defs|definitions)\/[\w.-]+$/, "must refer to a definition in this schema, like #/$defs/name")
      .optional(),
    properties: subschemaMap.optional(),
    patternProperties: z.record(pattern, subschema, "expected schemas by pattern").optional(),
    additionalProperties: subschema.optional(),
    unevaluatedProperties: subschema.optional(),
    propertyNames: subschema.optional(),
    required: names.optional(),
    dependentRequired: z.record(z.string(), names, "expected names by name").optional(),
    dependentSchemas: subschemaMap.optional(),
    minProperties: count.optional(),
    maxProperties: count.optional(),
    prefixItems: subschemas.optional(),
    items: z.union([subschemas, subschema], "expected a schema").optional(),
    additionalItems: subschema.optional(),
    unevaluatedItems: subschema.optional(),
    contains: subschema.optional(),
    minContains: count.optional(),
    maxContains: count.optional(),
    minItems: count.optional(),
    maxItems: count.optional(),
    uniqueItems: z.boolean("expected true or false").optional(),
    minimum: number.optional(),
    maximum: number.optional(),
    exclusiveMinimum: number.optional(),
    exclusiveMaximum: number.optional(),
    multipleOf: z.number("expected a number").gt(0, "must be greater than 0").optional(),
    minLength: count.optional(),
    maxLength: count.optional(),
    pattern: pattern.optional(),
    // The validator's expression for "url", which JSON Schema doesn't know, can take exponential time.
    format: z
      .string("expected the name of a format")
      .refine((name) => name !== "url", "use uri")
      .optional(),
    allOf: subschemas.optional(),
    anyOf: subschemas.optional(),
    oneOf: subschemas.optional(),
    not: subschema.optional(),
    if: subschema.optional(),
    // oxlint-disable-next-line unicorn/no-thenable -- the keyword's name; nobody awaits this object
    then: subschema.optional(),
    else: subschema.optional(),
    $defs: subschemaMap.optional(),
    definitions: subschemaMap.optional(),
    // Names for other documents, and the ways to refer that depend on where evaluation came from.
    $id: refused.optional(),
    $anchor: refused.optional(),
    $dynamicRef: refused.optional(),
    $dynamicAnchor: refused.optional(),
    $recursiveRef: refused.optional(),
    $recursiveAnchor: refused.optional(),
    dependencies: refused.optional(),
  },
  "expected a schema: an object, true or false",
);
