/** A file that is written by `npm run generate`, and checked for drift by `npm test`. */
export type GeneratedFile = {
  /** From the root of the repository. */
  readonly path: string;
  /** What the file should hold now; throws when that cannot be found out. */
  readonly render: () => Promise<string>;
};
