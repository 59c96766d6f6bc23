/**
 * KV at its worst: a read may bring any value that was ever there, or none; a write may be late or lost. Nothing of it
 * may matter to what is decided, so nothing of it is a fault that explains anything.
 */
import type { Core } from "./core.ts";

/** How KV is in a schedule: shares of reads and writes. */
export type KvMood = {
  readonly stale: number;
  readonly miss: number;
  readonly slow: number;
  readonly fails: number;
  readonly late: number;
};

/** The binding `env.KV` of everybody. */
export class Kv {
  readonly #core: Core;
  readonly #mood: KvMood;
  readonly #values = new Map<string, (string | null)[]>();

  constructor(core: Core, mood: KvMood) {
    this.#core = core;
    this.#mood = mood;
  }

  get(name: string): Promise<string | null> {
    const { scheduler, random, coverage } = this.#core;
    const caller = scheduler.current;
    return new Promise((resolve, reject) => {
      caller.send(() => {
        coverage.kvReads += 1;
        const isFailing = random.chance(this.#mood.fails);
        const value = this.#read(name);
        const slowMs = random.chance(this.#mood.slow) ? random.skewed(100, 4000) : random.skewed(0.5, 30);
        scheduler.at(scheduler.now + slowMs, caller, () => {
          if (!isFailing) return resolve(value);
          coverage.kvFailures += 1;
          reject(new Error("KV GET failed: 500 Internal Server Error"));
        });
      });
    });
  }

  put(name: string, value: string): Promise<void> {
    return this.#write(name, value);
  }

  delete(name: string): Promise<void> {
    return this.#write(name, null);
  }

  #read(name: string): string | null {
    const { random, coverage } = this.#core;
    const values = this.#values.get(name) ?? [];
    if (values.length === 0) return null;
    if (random.chance(this.#mood.miss)) {
      coverage.kvMisses += 1;
      return null;
    }
    const newest = values.length - 1;
    const index = random.chance(this.#mood.stale) ? random.whole(0, newest) : newest;
    if (index < newest) coverage.kvStale += 1;
    return values[index] ?? null;
  }

  #write(name: string, value: string | null): Promise<void> {
    const { scheduler, random, coverage, timeline } = this.#core;
    const caller = scheduler.current;
    return new Promise((resolve, reject) => {
      caller.send(() => {
        if (random.chance(this.#mood.fails)) {
          coverage.kvFailures += 1;
          scheduler.at(scheduler.now + 5, caller, () => reject(new Error("KV PUT failed: 429 Too Many Requests")));
          return;
        }
        const lateMs = random.chance(this.#mood.late) ? random.skewed(500, 30_000) : random.skewed(1, 100);
        scheduler.quietly(scheduler.now + lateMs, this.#core.wire, () => {
          this.#values.set(name, [...(this.#values.get(name) ?? []), value]);
          if (timeline.isOn)
            timeline.note(scheduler.now, "KV", { text: `has a value more, of ${caller.name}`, key: name.slice(7) });
        });
        scheduler.at(scheduler.now + random.skewed(1, 100), caller, resolve);
      });
    });
  }
}
