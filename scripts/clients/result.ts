/** What one client saw, before it is written down. */
import type { Judged } from "./judge.ts";

export type ClientResult = {
  readonly label: string;
  readonly version: string;
  readonly connectedBy: string;
  /** By the id of the scenario; none for one that is not the client's. */
  readonly judged: Readonly<Record<string, Judged>>;
  /** Where it wanted to go besides this machine. */
  readonly wanted: readonly string[];
};
