import type { Key } from "#shared/management/keys.ts";

/** All that is kept of a key's text, with dots for the rest: "lk_live_7Kp2••••x9Qf". */
export function maskOf({ hint }: Pick<Key, "hint">): string {
  return hint.replace("…", "••••");
}
