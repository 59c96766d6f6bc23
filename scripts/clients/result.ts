/** What all clients saw, before it is written down. */
import type { Driver } from "./attempt.ts";
import type { Judged } from "./judge.ts";

export type ClientResult = {
  readonly driver: Driver;
  readonly version: string;
  /** By the id of the scenario; none for one that is not the client's. */
  readonly judged: ReadonlyMap<string, Judged>;
  /** Where it wanted to go besides this machine. */
  readonly wanted: readonly string[];
};
