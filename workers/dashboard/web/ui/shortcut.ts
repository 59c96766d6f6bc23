/** A single letter that does something, while nobody types and nothing lies over the page. */
import { useEffect, useRef } from "react";

const OVER_THE_PAGE = ".modal, .command-menu, .popup";
const TYPED_INTO = "input:not([type=checkbox]), textarea, select, [contenteditable=true]";

/** `letter` in lower case. */
export function useShortcut(letter: string, run: () => void): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== letter || hasModifier(event) || event.defaultPrevented || event.repeat) return;
      if (event.target instanceof Element && event.target.closest(TYPED_INTO) !== null) return;
      if (document.querySelector(OVER_THE_PAGE) !== null) return;
      event.preventDefault();
      latest.current();
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, [letter]);
}

function hasModifier(event: KeyboardEvent): boolean {
  return event.metaKey || event.ctrlKey || event.altKey || event.shiftKey;
}
