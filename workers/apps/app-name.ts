/**
 * What an app calls itself, made fit to show and store. Anybody chooses it, to look like anybody else: it is shortened,
 * and has nothing in it that turns text around, hides in it or covers what is around it. Pure.
 */

const NAME_LENGTH_MAX = 60;
/** More marks on one character than any language writes cover the lines above and below. */
const MARKS_MAX = 2;

/**
 * Line breaks and controls; what turns the direction of text (UAX #9); what is not seen (the blank of Braille too), but for
 * what joins emoji and colours them; what is not text yet.
 */
const UNSEEN =
  /(?!\u200D|\uFE0F)[\p{Cc}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\u2800]/gu;
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
