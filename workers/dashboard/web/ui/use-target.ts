/** What a dialog is about. It is kept while the dialog fades out, so that no name vanishes before the dialog does. */
import { useState } from "react";

export type Target<Thing> = {
  /** The thing it was opened for last; `null` before the first time. */
  readonly thing: Thing | null;
  readonly isOpen: boolean;
  /** Rises with each opening: as the `key` of a dialog that is to begin anew. */
  readonly turn: number;
  readonly open: (thing: Thing) => void;
  readonly close: () => void;
};

/** One dialog for many rows: the page has it, rows open it. */
export function useTarget<Thing>(): Target<Thing> {
  const [state, setState] = useState<Pick<Target<Thing>, "thing" | "isOpen" | "turn">>({
    thing: null,
    isOpen: false,
    turn: 0,
  });
  return {
    ...state,
    open: (thing) => setState(({ turn }) => ({ thing, isOpen: true, turn: turn + 1 })),
    close: () => setState((before) => ({ ...before, isOpen: false })),
  };
}
