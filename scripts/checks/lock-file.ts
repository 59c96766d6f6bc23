/** Whether the lock file names no registry: a clone installs from whichever its own npm is set to. */
import { readFile } from "node:fs/promises";
import type { Check } from "./check.ts";

/** `omit-lockfile-registry-resolved` in .npmrc, or `npm install --omit-lockfile-registry-resolved`, keeps them out. */
export const lockFileCheck: Check = {
  name: "package-lock.json names no registry",
  findFault: async () => {
    const hosts = (await readFile("package-lock.json", "utf8")).match(/"resolved": "https?:\/\/[^/"]+/g);
    if (hosts === null) return null;
    const fix = "npm install --package-lock-only --omit-lockfile-registry-resolved";
    return `${hosts.length} packages say where they were downloaded from. Remove that: ${fix}`;
  },
};
