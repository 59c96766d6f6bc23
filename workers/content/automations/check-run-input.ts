/** Whether a run's input is what the automation asks for. Pure. */
import { CfWorkerJsonSchemaValidator } from "@modelcontextprotocol/server/validators/cf-worker";
import { RUN_INPUT_BYTES_MAX } from "#shared/content/limits.ts";
import type { FieldError, Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import { MATCHED_TEXT_LENGTH_MAX } from "./pattern-flaw.ts";

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
  const hasPatterns = /"pattern(?:Properties)?":/.test(JSON.stringify(schema));
  if (hasPatterns && longestText(input) > MATCHED_TEXT_LENGTH_MAX) {
    const message = `texts must be at most ${MATCHED_TEXT_LENGTH_MAX} characters, since input_schema has patterns`;
    return { path: "/input", message };
  }
  return null;
}

/** Of values and of names, for `patternProperties` matches those. */
function longestText(value: unknown): number {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null) return 0;
  return Object.entries(value).reduce(
    (longest, [name, inner]) => Math.max(longest, name.length, longestText(inner)),
    0,
  );
}

function matchError(input: Record<string, unknown>, schema: Record<string, unknown>): FieldError | null {
  const result = new CfWorkerJsonSchemaValidator().getValidator(schema)(input);
  return result.valid ? null : toFieldError(result.errorMessage);
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
