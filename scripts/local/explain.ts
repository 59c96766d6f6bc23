/** How a task ends that could not do what it was for. */

/** Prints why, without a stack, and ends the process with 1. */
export function explain(thrown: unknown): never {
  console.error(`\n${thrown instanceof Error ? thrown.message : String(thrown)}`);
  process.exit(1);
}
