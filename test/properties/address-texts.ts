/** Addresses as people and programs write them. */
import * as fc from "fast-check";

/** Four octets. */
export function v4Text(bits: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((bits >> shift) & 0xffn)).join(".");
}

/** Eight groups, in one of the many ways of RFC 4291 §2.2; `styles` chooses. */
export function v6Text(bits: bigint, styles: Iterator<number>): string {
  const next = (count: number): number => Number(styles.next().value) % count;
  const groups = Array.from({ length: 8 }, (_, index) => (bits >> BigInt(112 - index * 16)) & 0xffffn);
  const texts = groups.map((group) => group.toString(16).padStart(next(5), "0"));
  const tail = next(4) === 0 ? [v4Text(bits & 0xffff_ffffn)] : texts.slice(6);
  const written = [...texts.slice(0, 6), ...tail];
  const zeros = zeroRun(groups.slice(0, 6), next(6));
  const text =
    zeros === null
      ? written.join(":")
      : `${written.slice(0, zeros.start).join(":")}::${written.slice(zeros.end).join(":")}`;
  return next(2) === 0 ? text : text.toUpperCase();
}

/** The zeros from `start` on, when there are some; `::` may stand for any run of them. */
function zeroRun(groups: readonly bigint[], start: number): { readonly start: number; readonly end: number } | null {
  const length = groups.slice(start).findIndex((group) => group !== 0n);
  const end = length === -1 ? groups.length : start + length;
  return end > start ? { start, end } : null;
}

const pieces = fc.constantFrom(
  "0",
  "1",
  "ff",
  "FFFF",
  "00ab",
  "10000",
  "g",
  ":",
  "::",
  ":",
  "127.0.0.1",
  "1.2.3.04",
  ".",
);

/** Texts that are often nearly an IPv6 address, and sometimes one. */
export const blockTexts: fc.Arbitrary<string> = fc.oneof(
  fc.array(pieces, { maxLength: 17 }).map((parts) => parts.join("")),
  fc
    .tuple(fc.array(fc.stringMatching(/^[0-9a-f]{1,4}$/), { minLength: 1, maxLength: 9 }), fc.nat(9))
    .map(([groups, gap]) => `${groups.slice(0, gap).join(":")}::${groups.slice(gap).join(":")}`),
  fc.array(fc.stringMatching(/^[0-9A-Fa-f]{1,4}$/), { minLength: 7, maxLength: 9 }).map((groups) => groups.join(":")),
);
