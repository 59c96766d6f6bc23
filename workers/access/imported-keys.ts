/**
 * What an isolate remembers of imported keys: whether there are any, and which digests it has found. Nothing of it lets
 * anybody in: it names the key that a gate is asked about. No I/O; time is an argument.
 */
import { type EpochMs, epochMs } from "#shared/brand.ts";
import type { KeyId } from "#shared/ids.ts";
import { IMPORTED_REMEMBERED_MAX, NO_IMPORTS_VALIDITY_MS } from "#shared/limits.ts";
import type { SecretDigest } from "#workers/secrets/key-proof.ts";
import { Misses } from "./misses.ts";

/** An imported key's id, and the digest that it is known by. */
export type ImportedKey = { readonly id: KeyId; readonly digest: SecretDigest };

/** See the file's head. */
export class ImportedKeys {
  /** Of callers whose texts were looked up in vain. */
  readonly misses = new Misses();
  #exist = false;
  #noneUntil = epochMs(0);
  /** The least recently used first. */
  readonly #found = new Map<SecretDigest, KeyId>();

  /** Whether the deployment has any; `null`: ask D1. Once there were some they are looked for as long as this lives. */
  exist(now: EpochMs): boolean | null {
    if (this.#exist) return true;
    return now < this.#noneUntil ? false : null;
  }

  /** Notes what D1 said to a question sent at `askedAt`. */
  learn(exist: boolean, askedAt: EpochMs): void {
    if (exist) this.#exist = true;
    else this.#noneUntil = epochMs(Math.max(this.#noneUntil, askedAt + NO_IMPORTS_VALIDITY_MS));
  }

  /** The key of one of these digests, if it was found before. */
  find(digests: readonly SecretDigest[]): ImportedKey | null {
    for (const digest of digests) {
      const id = this.#found.get(digest);
      if (id === undefined) continue;
      this.remember({ id, digest });
      return { id, digest };
    }
    return null;
  }

  /** Notes a key that was found. */
  remember({ id, digest }: ImportedKey): void {
    this.#found.delete(digest);
    this.#found.set(digest, id);
    if (this.#found.size <= IMPORTED_REMEMBERED_MAX) return;
    for (const oldest of this.#found.keys()) {
      this.#found.delete(oldest);
      return;
    }
  }

  /** `true`: it was remembered, so it may be another key's by now. */
  forget(digest: SecretDigest): boolean {
    return this.#found.delete(digest);
  }
}
