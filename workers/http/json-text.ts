/**
 * JSON as this product accepts it: RFC 8259 plus two refusals that `JSON.parse` does not make: the same member name
 * twice in one object (RFC 8259 §4 leaves the meaning open, so two readers may disagree) and nesting without bound.
 * Pure.
 */
import { JSON_DEPTH_MAX } from "#shared/limits.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";

/** A text and what it parses to, for callers that look at it twice; `undefined` where it does not parse. */
export type ParsedText = { readonly text: string; readonly value: unknown };

/** Parses by the rules of `JSON.parse` alone. */
export function parsedText(text: string): ParsedText {
  try {
    return { text, value: JSON.parse(text) };
  } catch {
    return { text, value: undefined };
  }
}

/** Parses a body, or says what is wrong with it without repeating any of it. */
export function parseJsonText(text: string): Result<unknown, Refusal> {
  return checkJson(parsedText(text));
}

/** {@link parseJsonText} of a text that was parsed before. */
export function checkJson({ text, value }: ParsedText): Result<unknown, Refusal> {
  if (value === undefined) return refused(text.trim() === "" ? "it is empty" : "it does not parse");
  const flaw = findFlaw(text);
  return flaw === null ? ok(value) : refused(flaw);
}

function refused(reason: string): Result<never, Refusal> {
  return err({ code: "invalid_json", reason });
}

/** Walks text known to parse: only strings and brackets matter. `null` in the stack stands for an array. */
function findFlaw(text: string): string | null {
  const stack: (Set<string> | null)[] = [];
  for (const token of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g)) {
    const [lexeme, colon] = token;
    if (lexeme === "{" || lexeme === "[") {
      stack.push(lexeme === "{" ? new Set() : null);
      if (stack.length > JSON_DEPTH_MAX) return `it nests deeper than ${JSON_DEPTH_MAX}`;
    } else if (lexeme === "}" || lexeme === "]") {
      stack.pop();
    } else if (colon !== undefined) {
      const names = stack.at(-1);
      const name = JSON.stringify(JSON.parse(lexeme.slice(0, lexeme.length - colon.length)));
      if (names?.has(name) === true) return "it names a member twice in one object";
      names?.add(name);
    }
  }
  return null;
}
