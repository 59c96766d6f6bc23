/**
 * Opaque cursors of lists: base64url of a JSON array with a checksum, so that a cursor which was cut or edited is refused
 * instead of silently meaning another place. Not a secret and not signed: a position gives no right to anything, and
 * every query still has its own conditions. Pure.
 */
import { z } from "zod";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";

const partsSchema = z.array(z.union([z.string(), z.number()])).min(1);

/** The position after a row: its sort values, most significant first. */
export function encodeCursor(parts: readonly (string | number)[]): string {
  const bytes = new TextEncoder().encode(JSON.stringify([...parts, checksum(parts)]));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/**
 * The parts of a cursor of the list that `schema` describes (a tuple of strings and numbers); anything else is
 * `invalid_request` for the parameter `cursor`.
 */
export function decodeCursor<Parts>(text: string, schema: z.ZodType<Parts>): Result<Parts, Refusal> {
  const parts = unchecked(text);
  const parsed = parts === null ? null : schema.safeParse(parts);
  return parsed?.success === true ? ok(parsed.data) : err(NOT_A_CURSOR);
}

const NOT_A_CURSOR: Refusal = {
  code: "invalid_request",
  errors: [{ path: "cursor", message: "expected the next_cursor of the page before, unchanged" }],
};

function unchecked(text: string): (string | number)[] | null {
  if (!/^[\w-]+$/.test(text)) return null;
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const all = partsSchema.parse(JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)));
    const parts = all.slice(0, -1);
    return encodeCursor(parts) === text ? parts : null;
  } catch {
    return null;
  }
}

/** FNV-1a, 32 bits: catches every change by accident; who computes it anew gets only another place in their own list. */
function checksum(parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(JSON.stringify(parts))) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return hash;
}
