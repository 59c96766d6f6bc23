/** `If-Match`: a change for the thing as it was read, and for no later state of it (RFC 9110 §13.1.1). Pure. */
import { z } from "zod";

const IF_MATCH_LENGTH_MAX = 1000;
/** RFC 9110 §8.8.3, without the bytes above ASCII. */
const TAG = String.raw`(?:W/)?"[\x21\x23-\x7e]*"`;
const IF_MATCH = new RegExp(String.raw`^(?:\*|${TAG}(?:[ \t]*,[ \t]*${TAG})*)$`);
const EXPECTED = 'expected an entity tag in quotes, like "mb2k1x9z", several of them with commas, or *';

/**
 * The tags that a header names, without quotes; `null` for `*`, which any state matches. Weak tags count as strong ones:
 * Cloudflare weakens a tag when it compresses the answer, and ours differ with every change of the thing.
 */
export const ifMatchSchema = z
  .string()
  .trim()
  .max(IF_MATCH_LENGTH_MAX, EXPECTED)
  .regex(IF_MATCH, EXPECTED)
  .transform((text) => (text === "*" ? null : [...text.matchAll(/"([^"]*)"/g)].map(([, tag = ""]) => tag)));

/** The tags that a change is for; `null`: for whatever is there. */
export type IfMatch = readonly string[] | null;
