/** IPv4 and IPv6 addresses and CIDR blocks (RFC 4632, RFC 4291 §2.2-2.3) as numbers. Pure. */

/** An address, or a block of them when it has a prefix length: the first `prefix` bits count. */
export type Block = { readonly family: 4 | 6; readonly bits: bigint; readonly prefix: number };

/** The bits of an IPv4-mapped IPv6 address (RFC 4291 §2.5.5.2) before the IPv4 address. */
const MAPPED_PREFIX = 96;

/** Parses an address or a block; `null` when it is neither. Bits beyond the prefix must be zero: `10.0.0.1/8` is refused. */
export function parseBlock(text: string): Block | null {
  const [address = "", prefixText, ...rest] = text.split("/");
  const parsed = parseAddress(address);
  if (parsed === null || rest.length > 0) return null;
  const width = parsed.family === 4 ? 32 : 128;
  if (prefixText === undefined) return { ...parsed, prefix: width };
  if (!/^(?:0|[1-9]\d{0,2})$/.test(prefixText)) return null;
  const isMapped = parsed.family === 4 && address.includes(":");
  const prefix = Number(prefixText) - (isMapped ? MAPPED_PREFIX : 0);
  if (prefix < 0 || prefix > width || hostBits(parsed.bits, width - prefix) !== 0n) return null;
  return { ...parsed, prefix };
}

/** Whether an address lies in any of the blocks. An address or block that does not parse matches nothing. */
export function isInBlocks(address: string, blocks: readonly string[]): boolean {
  const parsed = parseAddress(address);
  if (parsed === null) return false;
  return blocks.some((text) => {
    const block = parseBlock(text);
    return block !== null && contains(block, parsed);
  });
}

type Address = { readonly family: 4 | 6; readonly bits: bigint };

function contains(block: Block, address: Address): boolean {
  if (block.family !== address.family) return false;
  const shift = BigInt((block.family === 4 ? 32 : 128) - block.prefix);
  return block.bits >> shift === address.bits >> shift;
}

function hostBits(bits: bigint, count: number): bigint {
  return bits & ((1n << BigInt(count)) - 1n);
}

/** An IPv4-mapped IPv6 address (`::ffff:192.0.2.1`) is the IPv4 address it carries. */
function parseAddress(text: string): Address | null {
  const v4 = parseV4(text);
  if (v4 !== null) return { family: 4, bits: v4 };
  const v6 = parseV6(text);
  if (v6 === null) return null;
  return v6 >> 32n === 0xffffn ? { family: 4, bits: v6 & 0xffff_ffffn } : { family: 6, bits: v6 };
}

/** Four decimal octets without leading zeros: other readings of dotted text differ between systems. */
function parseV4(text: string): bigint | null {
  const octets = text.split(".");
  if (octets.length !== 4 || !octets.every((octet) => /^(?:0|[1-9]\d{0,2})$/.test(octet) && Number(octet) <= 255)) {
    return null;
  }
  return octets.reduce((bits, octet) => (bits << 8n) | BigInt(octet), 0n);
}

function parseV6(text: string): bigint | null {
  const halves = withoutV4Tail(text)?.split("::");
  if (halves === undefined || halves.length > 2) return null;
  const [head, tail] = halves.map((half) => (half === "" ? [] : half.split(":")));
  if (head === undefined || ![...head, ...(tail ?? [])].every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))) return null;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => "0"), ...(tail ?? [])];
  return groups.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n);
}

/** Rewrites a dotted tail as two groups: `::ffff:192.0.2.1` → `::ffff:c000:201`. */
function withoutV4Tail(text: string): string | null {
  const start = text.lastIndexOf(":") + 1;
  if (!text.includes(".", start)) return text;
  const bits = parseV4(text.slice(start));
  return bits === null ? null : `${text.slice(0, start)}${(bits >> 16n).toString(16)}:${(bits & 0xffffn).toString(16)}`;
}
