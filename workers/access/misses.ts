/**
 * How often callers present what nobody knows: so many at once, then so many a minute, by address. Counted after each
 * miss, so that what is found never waits; those that were under way together are all held against the address. No I/O;
 * time is an argument.
 */
import { type EpochMs, epochMs } from "#shared/brand.ts";
import { parseBlock } from "#shared/cidr.ts";
import { MISS_BURST, MISS_EVERY_MS, MISSING_ADDRESSES_MAX } from "#shared/limits.ts";

/** The misses of many addresses, a bounded number. */
export class Misses {
  /** By address: when all of its misses will be forgiven, one each {@link MISS_EVERY_MS}. The least recent first. */
  readonly #forgivenAt = new Map<string, EpochMs>();

  /** Seconds until the address may miss again; 0: now. */
  secondsToWait(address: string | null, now: EpochMs): number {
    const forgivenAt = this.#forgivenAt.get(networkOf(address)) ?? now;
    return Math.max(0, Math.ceil((forgivenAt - now - (MISS_BURST - 1) * MISS_EVERY_MS) / 1000));
  }

  /** Notes one. */
  count(address: string | null, now: EpochMs): void {
    const network = networkOf(address);
    const forgivenAt = Math.max(now, this.#forgivenAt.get(network) ?? now) + MISS_EVERY_MS;
    this.#forgivenAt.delete(network);
    this.#forgivenAt.set(network, epochMs(forgivenAt));
    if (this.#forgivenAt.size > MISSING_ADDRESSES_MAX) this.#forgetOldest();
  }

  #forgetOldest(): void {
    for (const network of this.#forgivenAt.keys()) {
      this.#forgivenAt.delete(network);
      return;
    }
  }
}

/** Who has one IPv6 address has the other 2^64 of its network too. Without Cloudflare in front all addresses are one. */
function networkOf(address: string | null): string {
  const block = address === null ? null : parseBlock(address);
  if (block === null) return "unknown";
  return block.family === 4 ? `4 ${block.bits}` : `6 ${block.bits >> 64n}`;
}
