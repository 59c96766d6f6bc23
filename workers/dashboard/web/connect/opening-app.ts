/**
 * Whether a link to an app is being followed. The browser asks as for leaving the page, though the page stays: who keeps
 * people from leaving has to let that pass.
 */

/** The browser asks within the click itself; a moment more does no harm. */
const MOMENT_MS = 1000;

let followedAtMs = Number.NEGATIVE_INFINITY;

/** Called by the click on such a link. */
export function followAppLink(): void {
  followedAtMs = performance.now();
}

export function isOpeningApp(): boolean {
  return performance.now() - followedAtMs < MOMENT_MS;
}
