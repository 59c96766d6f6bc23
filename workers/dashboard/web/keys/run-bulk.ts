/** Does one thing to many keys, a few at a time, and says of each that failed why. */
import type { Key } from "#shared/management/keys.ts";
import { answerOf, api } from "../api/client.ts";
import { messageOf } from "../api/problem-error.ts";

const AT_ONCE_MAX = 4;

export type BulkAct = "disable" | "enable" | "delete";
export type BulkFailure = { readonly key: Key; readonly reason: string };

type Bulk = {
  readonly act: BulkAct;
  readonly keys: readonly Key[];
  /** The keys whose recent use was shown to who asked. */
  readonly warnedOf: ReadonlySet<string>;
  /** Hears how many are done with, well or not. */
  readonly onProgress: (doneCount: number) => void;
};

/** The keys that it failed for, in their order. */
export async function runBulk({ act, keys, warnedOf, onProgress }: Bulk): Promise<BulkFailure[]> {
  const waiting = [...keys.entries()];
  const failures: [number, BulkFailure][] = [];
  let doneCount = 0;
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, key] = next;
      await send(act, key, warnedOf.has(key.id)).catch((error: unknown) => {
        failures.push([index, { key, reason: messageOf(error) }]);
      });
      doneCount += 1;
      onProgress(doneCount);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE_MAX }, work));
  return failures.toSorted(([left], [right]) => left - right).map(([, failure]) => failure);
}

async function send(act: BulkAct, { id }: Key, isWarned: boolean): Promise<void> {
  const param = { id };
  switch (act) {
    case "disable":
      await answerOf(api.v1.keys[":id"].disable.$post({ param }));
      return;
    case "enable":
      await answerOf(api.v1.keys[":id"].enable.$post({ param }));
      return;
    case "delete": {
      const query = isWarned ? ({ confirm: "used-recently" } as const) : {};
      await answerOf(api.v1.keys[":id"].$delete({ param, query }));
    }
  }
}
