/** Whether a run's input is what the automation asks for. Pure. */
import { CfWorkerJsonSchemaValidator } from "@modelcontextprotocol/server/validators/cf-worker";
import { RUN_INPUT_BYTES_MAX } from "#shared/content/limits.ts";
import type { FieldError, Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import { MATCHED_TEXT_LENGTH_MAX } from "./pattern-flaw.ts";

/** All texts of an input together, where the schema has patterns. */
const MATCHED_TEXT_TOTAL_MAX = 2000;
/** Items of all lists together, where the schema has them compared with each other. */
const COMPARED_ITEMS_MAX = 200;

/** Refuses with `invalid_request`, naming the first place that does not match but none of the input's values. */
export function checkRunInput(input: Record<string, unknown>, schema: Record<string, unknown>): Result<null, Refusal> {
  const error = sizeError(input, schema) ?? matchError(input, schema);
  return error === null ? ok(null) : err({ code: "invalid_request", errors: [error] });
}

function sizeError(input: Record<string, unknown>, schema: Record<string, unknown>): FieldError | null {
  const text = JSON.stringify(input);
  if (new TextEncoder().encode(text).byteLength > RUN_INPUT_BYTES_MAX) {
    return { path: "/input", message: `must be at most ${RUN_INPUT_BYTES_MAX} bytes of JSON` };
  }
  return workError(measure(input), JSON.stringify(schema));
}

/** What takes more than linear work is bounded where the schema asks for it: in each place, and altogether. */
function workError(size: Size, schemaText: string): FieldError | null {
  const hasPatterns = /"pattern(?:Properties)?":/.test(schemaText);
  if (hasPatterns && (size.longestText > MATCHED_TEXT_LENGTH_MAX || size.text > MATCHED_TEXT_TOTAL_MAX)) {
    const each = `texts must be at most ${MATCHED_TEXT_LENGTH_MAX} characters`;
    const message = `${each}, and ${MATCHED_TEXT_TOTAL_MAX} together, since input_schema has patterns`;
    return { path: "/input", message };
  }
  if (schemaText.includes('"uniqueItems":') && size.items > COMPARED_ITEMS_MAX) {
    const message = `lists must have at most ${COMPARED_ITEMS_MAX} items together, since input_schema has uniqueItems`;
    return { path: "/input", message };
  }
  return null;
}

/** `longestText` and `text`: of values and of names, for `patternProperties` matches those. `items`: of all lists. */
type Size = { readonly longestText: number; readonly text: number; readonly items: number };

function measure(value: unknown): Size {
  if (typeof value === "string") return { longestText: value.length, text: value.length, items: 0 };
  if (typeof value !== "object" || value === null) return { longestText: 0, text: 0, items: 0 };
  const start = { longestText: 0, text: 0, items: Array.isArray(value) ? value.length : 0 };
  return Object.entries(value).reduce((sum, [name, inner]) => {
    const size = measure(inner);
    return {
      longestText: Math.max(sum.longestText, name.length, size.longestText),
      text: sum.text + name.length + size.text,
      items: sum.items + size.items,
    };
  }, start);
}

function matchError(input: Record<string, unknown>, schema: Record<string, unknown>): FieldError | null {
  try {
    const result = new CfWorkerJsonSchemaValidator().getValidator(schema)(input);
    return result.valid ? null : toFieldError(result.errorMessage);
  } catch {
    return { path: "/input", message: "cannot be checked: the automation's input_schema is at fault" };
  }
}

/**
 * The validator says `#: …; #/place: …`, from the outside in, with names from the input. Only the innermost place is
 * taken over, as far as its names are plain, and our own words.
 */
function toFieldError(errorMessage: string): FieldError {
  const [, place = "", text = ""] = /^(?:.*; )?#([\w/.-]*): (.*)$/s.exec(errorMessage) ?? [];
  const path = `/input${place.slice(0, 200)}`;
  const [, missing] = /^Instance does not have required property "([\w.-]{1,40})"/.exec(text) ?? [];
  if (missing !== undefined) return { path: `${path}/${missing}`, message: "is required" };
  const [, expected] = /^Instance type .* Expected "(\w+)"/s.exec(text) ?? [];
  if (expected !== undefined) return { path, message: `expected ${expected}` };
  return { path, message: "does not match the automation's input_schema" };
}
