/** What a dialog is about, kept while it fades out; and a key, so that each opening begins anew. */
import { useState } from "react";

export type DialogOf<Target> = {
  readonly isOpen: boolean;
  /** `null` until it is first opened. */
  readonly target: Target | null;
  readonly key: number;
  readonly open: (target: Target) => void;
  readonly close: () => void;
};

/** For one dialog of a page. */
export function useDialog<Target>(): DialogOf<Target> {
  const [state, setState] = useState<{ isOpen: boolean; target: Target | null; key: number }>({
    isOpen: false,
    target: null,
    key: 0,
  });
  return {
    ...state,
    open: (target) => setState(({ key }) => ({ isOpen: true, target, key: key + 1 })),
    close: () => setState((before) => ({ ...before, isOpen: false })),
  };
}
