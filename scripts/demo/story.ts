/** Tells the demo: chapters, and steps that held. A step that does not hold ends it. */
export type Story = {
  readonly chapter: (title: string) => void;
  /** Runs a step and prints the sentence it hands back. */
  readonly step: <T>(act: () => Promise<T>, tell: (result: T) => string) => Promise<T>;
};

/** Prints to stdout. */
export function tellStory(): Story {
  return {
    chapter: (title) => console.log(`\n${title}`),
    step: async (act, tell) => {
      const result = await act();
      console.log(`  ✓ ${tell(result)}`);
      return result;
    },
  };
}

/** Throws `otherwise` unless `condition` holds. */
export function hold(condition: boolean, otherwise: string): asserts condition {
  if (!condition) throw new Error(otherwise);
}
