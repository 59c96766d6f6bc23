/** Nominal types: what must not be confused is not assignable to each other. */

declare const brand: unique symbol;

/** A `T` that only its own constructor makes. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** Milliseconds since the Unix epoch, UTC. */
export type EpochMs = Brand<number, "EpochMs">;

/** Marks a number as epoch milliseconds; the caller vouches for the unit. */
export function epochMs(value: number): EpochMs {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one constructor of the brand
  return value as EpochMs;
}
