/** What a dialog is about. It is kept while the dialog fades out, so that no name vanishes before the dialog does. */
import { useState } from "react";

export type Target<Thing> = {
  /** The thing it was opened for last; `null` before the first time. */
  readonly thing: Thing | null;
  readonly isOpen: boolean;
  readonly open: (thing: Thing) => void;
  readonly close: () => void;
};

/** One dialog for many rows: the page has it, rows open it. */
export function useTarget<Thing>(): Target<Thing> {
  const [thing, setThing] = useState<Thing | null>(null);
  const [isOpen, setOpen] = useState(false);
  return {
    thing,
    isOpen,
    open: (chosen) => {
      setThing(chosen);
      setOpen(true);
    },
    close: () => setOpen(false),
  };
}
