/**
 * What an app calls itself, made fit to show and store. Anybody chooses it, to look like anybody else: it is shortened,
 * and has nothing in it that turns text around, hides in it or covers what is around it. Pure.
 */

const NAME_LENGTH_MAX = 60;
/** More marks on one character than any language writes cover the lines above and below. */
const MARKS_MAX = 2;

/** Line breaks and controls; what turns the direction of text (UAX #9); what has no width; what is not text yet. */
const UNSEEN =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}\u00AD\u061C\u180E\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/gu;
const MARKS = new RegExp(`(\\p{M}{${MARKS_MAX}})\\p{M}+`, "gu");

/** `null` when nothing to be seen is left. */
export function shownAppName(text: string): string | null {
  const seen = text.slice(0, 1000).replaceAll(UNSEEN, " ").replaceAll(MARKS, "$1").replaceAll(/\s+/gu, " ").trim();
  const characters = Array.from(seen);
  const name =
    characters.length <= NAME_LENGTH_MAX
      ? seen
      : `${characters
          .slice(0, NAME_LENGTH_MAX - 1)
          .join("")
          .trim()}…`;
  return /[\p{L}\p{N}\p{S}]/u.test(name) ? name : null;
}
