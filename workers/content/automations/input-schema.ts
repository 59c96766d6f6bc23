/**
 * Which JSON Schemas an automation may have for its input: those that every run can evaluate here, without eval, without
 * fetching anything and without unbounded work. Pure.
 */
import { CfWorkerJsonSchemaValidator } from "@modelcontextprotocol/server/validators/cf-worker";
import { INPUT_SCHEMA_BYTES_MAX } from "#shared/content/limits.ts";
import { JSON_DEPTH_MAX } from "#shared/limits.ts";
import type { FieldError } from "#shared/refusals.ts";
import { fieldErrors } from "#workers/http/field-errors.ts";
import { expansionFlaw } from "./schema-expansion.ts";
import { schemaKeywords } from "./schema-keywords.ts";

/** What is wrong with a schema, as errors of the field `input_schema`; none when it may be stored. */
export function inputSchemaErrors(schema: Record<string, unknown>): FieldError[] {
  const flaw = sizeFlaw(schema);
  if (flaw !== null) return [{ path: "/input_schema", message: flaw }];
  const parsed = schemaKeywords.safeParse(schema);
  if (!parsed.success) {
    return fieldErrors(parsed.error).map(({ path, message }) => ({ path: `/input_schema${path}`, message }));
  }
  const late = expansionFlaw(schema) ?? evaluationFlaw(schema);
  return late === null ? [] : [{ path: "/input_schema", message: late }];
}

/** Depth before length: what nests without bound can't be written as text either. */
function sizeFlaw(schema: Record<string, unknown>): string | null {
  if (depthExceeds(schema, JSON_DEPTH_MAX)) return `must not nest deeper than ${JSON_DEPTH_MAX}`;
  const text = JSON.stringify(schema);
  // Readers of JSON disagree on what it names, so the one that checks would see another schema than the one that obeys.
  if (text.includes("__proto__")) return "must not have the name __proto__";
  const bytes = new TextEncoder().encode(text).byteLength;
  if (bytes > INPUT_SCHEMA_BYTES_MAX) return `must be at most ${INPUT_SCHEMA_BYTES_MAX} bytes of JSON`;
  return schema["type"] === "object" ? null : 'must have "type": "object", for the input is an object';
}

function depthExceeds(value: unknown, depthMax: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return depthMax === 0 || Object.values(value).some((inner) => depthExceeds(inner, depthMax - 1));
}

/** The validator throws for a dialect or a reference that it can't follow; better now than at a run. */
function evaluationFlaw(schema: Record<string, unknown>): string | null {
  try {
    new CfWorkerJsonSchemaValidator().getValidator(structuredClone(schema))({});
    return null;
  } catch {
    return "must be JSON Schema 2020-12, 2019-09 or draft-07";
  }
}
