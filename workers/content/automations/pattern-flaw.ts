/**
 * Which regular expressions a schema may have. JavaScript's engine backtracks, so a careless pattern could keep an
 * isolate busy for ever. What varies may not stand in a group that is repeated, and the ways that the rest can be
 * matched are counted and bounded: then the cost of a match grows with a small power of the text's length, and
 * MATCHED_TEXT_LENGTH_MAX bounds that. Stricter than need be: `(a|b)*` is refused, `[ab]*` does the same. Pure.
 */
import { patternCost } from "./pattern-cost.ts";

const PATTERN_LENGTH_MAX = 200;
const UNBOUNDED_MAX = 3;
const CHOICES_MAX = 1000;

/** Texts in an input may be this long, in UTF-16 units, where the schema has patterns. */
export const MATCHED_TEXT_LENGTH_MAX = 100;

/** What is wrong with a pattern, or null. */
export function patternFlaw(pattern: string): string | null {
  if (pattern.length > PATTERN_LENGTH_MAX) return `has a pattern longer than ${PATTERN_LENGTH_MAX} characters`;
  try {
    RegExp(pattern, "u");
  } catch {
    return "has a pattern that is not a regular expression";
  }
  const { nested, unbounded, choices } = patternCost(pattern);
  if (nested) return "has a pattern that repeats a group with a choice or repetition in it";
  // A match that may begin anywhere is tried from everywhere: one more repetition.
  const started = pattern.startsWith("^") ? 0 : 1;
  if (unbounded + started > UNBOUNDED_MAX)
    return `has a pattern with more than ${UNBOUNDED_MAX} unbounded repetitions (counting one for no ^ at its start)`;
  return choices > CHOICES_MAX ? `has a pattern that can match in more than ${CHOICES_MAX} ways` : null;
}
