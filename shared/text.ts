/**
 * What text people may give things: names are one visible line, bodies are any well-formed text. Emoji, right-to-left
 * scripts and markup are content and kept as they are; what is refused is what hides or reorders other text.
 */
import { z } from "zod";
import { NAME_LENGTH_MAX } from "./limits.ts";

/** C0 and C1 controls, DEL, and the line and paragraph separators: a name is one line. */
const LINE_CONTROLS = /[\p{Cc}\u2028\u2029]/u;
/** The same without tab, line feed and carriage return. */
const TEXT_CONTROLS = /[^\P{Cc}\t\n\r]/u;
/**
 * Embeddings, overrides and isolates (UAX #9 §2.1–2.4) make a name read as another one. The marks LRM, RLM and ALM stay
 * allowed, for keyboards of right-to-left scripts insert them.
 */
const BIDI_OVERRIDES = /[\u202a-\u202e\u2066-\u2069]/u;
/** Something that leaves ink: neither space, control, combining mark nor a default-ignorable such as U+200B. */
const VISIBLE = /[^\s\p{C}\p{M}\p{Default_Ignorable_Code_Point}]/u;

/** One visible line of 1 to `lengthMax` characters (code points), trimmed. */
export function lineSchema(lengthMax: number): z.ZodString {
  return z
    .string("expected text")
    .trim()
    .check((context) => {
      const flaw = lineFlaw(context.value, lengthMax);
      if (flaw !== null) context.issues.push({ code: "custom", message: flaw, input: context.value });
    })
    .meta({ minLength: 1, maxLength: lengthMax });
}

/** The name of a key or a workspace. */
export const nameSchema = lineSchema(NAME_LENGTH_MAX);

/** Text of any number of lines, up to `lengthMax` characters (code points), kept exactly as given; may be empty. */
export function textSchema(lengthMax: number): z.ZodString {
  return z
    .string("expected text")
    .check((context) => {
      const flaw = textFlaw(context.value, lengthMax);
      if (flaw !== null) context.issues.push({ code: "custom", message: flaw, input: context.value });
    })
    .meta({ maxLength: lengthMax });
}

function lineFlaw(text: string, lengthMax: number): string | null {
  if (text === "") return "must not be empty";
  if (isLonger(text, lengthMax)) return `must be at most ${lengthMax} characters`;
  if (!text.isWellFormed()) return "must not have half of a surrogate pair";
  if (LINE_CONTROLS.test(text)) return "must not have control characters or line breaks";
  if (BIDI_OVERRIDES.test(text)) return "must not have characters that reorder text";
  return VISIBLE.test(text) ? null : "must have a visible character";
}

function textFlaw(text: string, lengthMax: number): string | null {
  if (isLonger(text, lengthMax)) return `must be at most ${lengthMax} characters`;
  if (!text.isWellFormed()) return "must not have half of a surrogate pair";
  return TEXT_CONTROLS.test(text) ? "must not have control characters other than tab and line breaks" : null;
}

/** Counts code points only where the count of UTF-16 units leaves it open. */
function isLonger(text: string, lengthMax: number): boolean {
  if (text.length <= lengthMax) return false;
  if (text.length > lengthMax * 2) return true;
  let length = 0;
  for (const _ of text) length += 1;
  return length > lengthMax;
}
