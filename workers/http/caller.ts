/** Where a request comes from, by Cloudflare's word. Absent where Cloudflare is not in front. */
import { parseBlock } from "#shared/cidr.ts";

/** Continent, country (ISO 3166-1 alpha-2) and longitude of a caller, as far as they are known. */
export type CallerPlace = {
  readonly continent: string | undefined;
  readonly country: string | undefined;
  readonly longitude: string | undefined;
};

/** Read by hand, member by member: it is on the way of every request. What is not text is not there. */
export function callerPlace({ cf }: Request): CallerPlace {
  const country = text(cf?.["country"]);
  return {
    continent: text(cf?.["continent"]),
    country: country !== undefined && COUNTRY.test(country) ? country : undefined,
    longitude: text(cf?.["longitude"]),
  };
}

const COUNTRY = /^[A-Z][A-Z0-9]$/;

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The caller's address. `CF-Connecting-IP` is set by Cloudflare and cannot be forged through it. */
export function callerIp(request: Request): string | null {
  return request.headers.get("cf-connecting-ip");
}

/**
 * Whom callers are told apart by where their requests are counted: who has one IPv6 address has the other 2^64 of its
 * network too. Without Cloudflare in front all addresses are one.
 */
export function networkOf(address: string | null): string {
  const block = address === null ? null : parseBlock(address);
  if (block === null) return "unknown";
  return block.family === 4 ? `4 ${block.bits}` : `6 ${block.bits >> 64n}`;
}
