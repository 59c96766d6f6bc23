/**
 * Which regular expressions a schema may have. JavaScript's engine backtracks, so a careless pattern could keep an
 * isolate busy for ever: what repeats inside of a repetition is refused, which leaves polynomial cost, and the number of
 * unbounded repetitions is bounded, which keeps its degree small. Together with MATCHED_TEXT_LENGTH_MAX this bounds a
 * match to seconds of CPU at the very worst. Stricter than need be: `(a|b)*` is refused, `[ab]*` does the same. Pure.
 */

const PATTERN_LENGTH_MAX = 200;
const UNBOUNDED_MAX = 3;
/** A bounded repetition of more than this counts as unbounded. */
const BOUNDED_MAX = 100;

/** Texts in an input may be this long, in UTF-16 units, where the schema has patterns. */
export const MATCHED_TEXT_LENGTH_MAX = 2000;

/** What is wrong with a pattern, or null. */
export function patternFlaw(pattern: string): string | null {
  if (pattern.length > PATTERN_LENGTH_MAX) return `has a pattern longer than ${PATTERN_LENGTH_MAX} characters`;
  try {
    RegExp(pattern, "u");
  } catch {
    return "has a pattern that is not a regular expression";
  }
  return repetitionFlaw(pattern);
}

/** Walks the tokens of a pattern known to compile; a group is remembered by whether it has a choice or repetition. */
function repetitionFlaw(pattern: string): string | null {
  const groups: boolean[] = [];
  let unbounded = 0;
  let closedRisky = false;
  for (const [token] of pattern.matchAll(/\\.|\[(?:\\.|[^\]\\])*\]|\(|\)|\||[*+]|\{\d+(?:,\d*)?\}|[^]/gsu)) {
    const repeats = /^[*+{]/.test(token) && token !== "{1}";
    if (repeats && closedRisky) return "has a pattern that repeats a group with a choice or repetition in it";
    if (repeats && isUnbounded(token)) unbounded += 1;
    closedRisky = token === ")" && groups.pop() === true;
    if (token === "(") groups.push(false);
    if ((repeats || token === "|" || closedRisky) && groups.length > 0) groups[groups.length - 1] = true;
  }
  return unbounded > UNBOUNDED_MAX ? `has a pattern with more than ${UNBOUNDED_MAX} unbounded repetitions` : null;
}

function isUnbounded(token: string): boolean {
  if (token === "*" || token === "+") return true;
  const [least, most = least] = token.slice(1, -1).split(",");
  return most === "" || Number(most) > BOUNDED_MAX;
}
