/** The two protocol eras that are served side by side. */

/** The first revision of the era in which requests carry their own envelope. */
export const MODERN_REVISION = "2026-07-28";
