/** Keeps the person on the page while something would be lost: Back and links are refused, closing the tab asks. */
import { useBlocker } from "@tanstack/react-router";
import { isOpeningApp } from "../connect/opening-app.ts";

/** `onAttempt` says what to do first; the browser says its own words when the tab is closed. */
export function useStay(isNeeded: boolean, onAttempt: () => void): void {
  useBlocker({
    disabled: !isNeeded,
    enableBeforeUnload: () => isNeeded && !isOpeningApp(),
    shouldBlockFn: () => {
      onAttempt();
      return true;
    },
  });
}
