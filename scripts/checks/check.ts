/** One thing that must hold, besides the tests. Counts as one test. */
export type Check = {
  readonly name: string;
  /** What is wrong, for a person to read; `null` when all is well. */
  readonly findFault: () => Promise<string | null>;
};
