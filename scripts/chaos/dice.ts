/** Randomness with a seed: the same seed makes the same choices, as far as the machine lets them happen. */

export type Dice = {
  /** From 0 up to, but not including, 1. */
  readonly roll: () => number;
  /** From `from` up to, but not including, `to`. */
  readonly between: (from: number, to: number) => number;
  /** One of them; throws when there are none. */
  readonly oneOf: <T>(items: readonly T[]) => T;
};

/** Mulberry32: 32 bits of state, enough for a schedule. */
export function newDice(seed: number): Dice {
  let state = seed >>> 0;
  const roll = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const oneOf = <T>(items: readonly T[]): T => {
    const [chosen] = items.slice(Math.floor(roll() * items.length));
    if (chosen === undefined) throw new Error("there is nothing to choose from");
    return chosen;
  };
  return { roll, between: (from, to) => from + roll() * (to - from), oneOf };
}
