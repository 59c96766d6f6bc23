/**
 * A host's clock. It runs up to 5 % too fast or too slow, and turns before it is too far from the truth: its drift is
 * what the lease margin covers, its offset what the slack of F covers, and the two have bounds of their own.
 */

/** The true time at which every schedule begins, epoch milliseconds. */
export const EPOCH_MS = 1_900_000_000_000;

export type ClockTerms = {
  /** A constant offset from the truth, milliseconds. */
  readonly offsetMs: number;
  /** How much too fast or too slow it runs: 0.05 is 5 %. */
  readonly drift: number;
  /** How far drift leads it away before it turns, milliseconds. */
  readonly swingMs: number;
  /** Where in its swing it is when the schedule begins, 0 to 1. */
  readonly phase: number;
};

/** Times on it are epoch milliseconds; true times are milliseconds since the schedule began. */
export class Clock {
  readonly #terms: ClockTerms;
  readonly #periodMs: number;

  constructor(terms: ClockTerms) {
    this.#terms = terms;
    this.#periodMs = terms.drift === 0 ? Infinity : (4 * terms.swingMs) / terms.drift;
  }

  /** What it shows at a true time. */
  read(trueMs: number): number {
    return EPOCH_MS + trueMs + this.#terms.offsetMs + this.#swing(trueMs);
  }

  /** The true time at which it shows `shown`. */
  when(shown: number): number {
    const target = shown - EPOCH_MS - this.#terms.offsetMs;
    let trueMs = target;
    // Each round leaves a twentieth of the error.
    for (let round = 0; round < 6; round += 1) trueMs = target - this.#swing(trueMs);
    return trueMs;
  }

  #swing(trueMs: number): number {
    if (this.#periodMs === Infinity) return 0;
    const turns = trueMs / this.#periodMs + this.#terms.phase;
    const part = turns - Math.floor(turns);
    const height = part < 0.25 ? 4 * part : part < 0.75 ? 2 - 4 * part : 4 * part - 4;
    return this.#terms.swingMs * height;
  }
}

/** A clock that is right. */
export const TRUE_CLOCK = new Clock({ offsetMs: 0, drift: 0, swingMs: 0, phase: 0 });
