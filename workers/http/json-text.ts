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
  const { depth, members } = measured(text);
  if (depth > JSON_DEPTH_MAX) return refused(`it nests deeper than ${JSON_DEPTH_MAX}`);
  // Of members with the same name, parsing has left one.
  if (members !== membersIn(value)) return refused("it names a member twice in one object");
  return ok(value);
}

function refused(reason: string): Result<never, Refusal> {
  return err({ code: "invalid_json", reason });
}

type Measured = { readonly depth: number; readonly members: number };

const [QUOTE, BACKSLASH, COLON] = [0x22, 0x5c, 0x3a];
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

/** Of text known to parse: a colon outside of strings is a member, in whatever object. */
function measured(text: string): Measured {
  let [depth, deepest, members, inString] = [0, 0, 0, false];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) inString = !inString;
    else if (inString) at += code === BACKSLASH ? 1 : 0;
    else if (code === COLON) members += 1;
    else if (OPENING.has(code)) deepest = Math.max(deepest, (depth += 1));
    else if (CLOSING.has(code)) depth -= 1;
  }
  return { depth: deepest, members };
}

/** Recursive, so for what is known not to nest deeply. */
function membersIn(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const inside = Object.values(value).reduce<number>((sum, member) => sum + membersIn(member), 0);
  return Array.isArray(value) ? inside : inside + Object.keys(value).length;
}
