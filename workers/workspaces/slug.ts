/** The slug that a new workspace starts with. Pure. */
import { SLUG_LENGTH_MAX, SLUG_LENGTH_MIN } from "#shared/limits.ts";

const TAIL_LENGTH = 6;

/**
 * Two candidates from the name: the plain one, and one with a random tail for when the plain one is taken. Accents are
 * dropped; a name with no Latin letter becomes `workspace`.
 */
export function slugsFor(name: string, tail: string): { readonly plain: string; readonly tailed: string } {
  const plain = name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, SLUG_LENGTH_MAX - TAIL_LENGTH - 1)
    .replaceAll(/^-|-$/g, "");
  const base = plain.length < SLUG_LENGTH_MIN ? "workspace" : plain;
  return { plain: base, tailed: `${base}-${tail.slice(0, TAIL_LENGTH).toLowerCase()}` };
}
