/**
 * Addresses in URLs, as the WHATWG URL parser writes them: it has already turned decimal, octal, hex and short IPv4
 * forms into four decimal numbers, and IPv6 into its shortest hex form. Pure.
 */

export type IpLiteral = { readonly version: 4 | 6; readonly bits: bigint };

/** The address that a URL's `hostname` is, or null when it is a name. */
export function parseIpLiteral(hostname: string): IpLiteral | null {
  if (hostname.startsWith("[")) return { version: 6, bits: ipv6Bits(hostname.slice(1, -1)) };
  if (!/^\d+\.\d+\.\d+\.\d+$/.test(hostname)) return null;
  return { version: 4, bits: joinParts(hostname.split(".").map(Number), 8n) };
}

/** Whether the address is one of this machine's own: 127.0.0.0/8 or ::1. */
export function isLoopback({ version, bits }: IpLiteral): boolean {
  return version === 4 ? bits >> 24n === 127n : bits === 1n;
}

/**
 * Whether the address is one of the public internet: IANA's special-purpose registries (RFC 6890) say which are not.
 * Of IPv6 only global unicast passes, which also shuts out v4-mapped, NAT64, unique local, link-local and multicast.
 */
export function isPublic({ version, bits }: IpLiteral): boolean {
  if (version === 4) return !SPECIAL_V4.some((range) => contains(range, bits));
  return contains(GLOBAL_UNICAST_V6, bits) && !SPECIAL_V6.some((range) => contains(range, bits));
}

type Range = { readonly first: bigint; readonly hostBits: bigint };

const SPECIAL_V4: readonly Range[] = [
  v4("0.0.0.0", 8), // this network
  v4("10.0.0.0", 8), // private
  v4("100.64.0.0", 10), // carrier-grade NAT
  v4("127.0.0.0", 8), // loopback
  v4("169.254.0.0", 16), // link-local, cloud metadata
  v4("172.16.0.0", 12), // private
  v4("192.0.0.0", 24), // protocol assignments
  v4("192.0.2.0", 24), // documentation
  v4("192.88.99.0", 24), // 6to4 relays
  v4("192.168.0.0", 16), // private
  v4("198.18.0.0", 15), // benchmarks
  v4("198.51.100.0", 24), // documentation
  v4("203.0.113.0", 24), // documentation
  v4("224.0.0.0", 4), // multicast
  v4("240.0.0.0", 4), // reserved, broadcast
];

const GLOBAL_UNICAST_V6 = v6("2000::", 3);
const SPECIAL_V6: readonly Range[] = [
  v6("2001::", 23), // protocol assignments, Teredo
  v6("2001:db8::", 32), // documentation
  v6("2002::", 16), // 6to4: carries an IPv4 address
  v6("3fff::", 20), // documentation
];

function contains({ first, hostBits }: Range, bits: bigint): boolean {
  return bits >> hostBits === first >> hostBits;
}

function v4(first: string, prefixLength: number): Range {
  return { first: joinParts(first.split(".").map(Number), 8n), hostBits: BigInt(32 - prefixLength) };
}

function v6(first: string, prefixLength: number): Range {
  return { first: ipv6Bits(first), hostBits: BigInt(128 - prefixLength) };
}

function ipv6Bits(text: string): bigint {
  const [head = "", tail] = text.split("::");
  const before = groups(head);
  const after = groups(tail ?? "");
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => 0);
  return joinParts([...before, ...zeros, ...after], 16n);
}

function groups(text: string): number[] {
  return text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16));
}

function joinParts(parts: readonly number[], width: bigint): bigint {
  return parts.reduce((bits, part) => (bits << width) | BigInt(part), 0n);
}
