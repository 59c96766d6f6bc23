/** Whether the Worker as it would be deployed is small enough to start fast. */
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { run } from "../local/run.ts";
import type { Check } from "./check.ts";

const KIB = 1024;
/**
 * Cloudflare takes 3 MB on its free plan. What starts with a key is a fraction of it: the libraries of sign-in and of OAuth
 * are in the bundle, and run when somebody signs in or an app connects.
 */
const GZIP_BYTES_MAX = 650 * KIB;
const SCRATCH = ".wrangler/tmp";

/** Builds without deploying, and weighs. */
export const bundleCheck: Check = {
  name: `the bundle is below ${GZIP_BYTES_MAX / KIB} KiB gzip`,
  findFault: async () => {
    await mkdir(SCRATCH, { recursive: true });
    const scratch = await mkdtemp(join(SCRATCH, "bundle-"));
    try {
      const { code, output } = await run("wrangler", ["deploy", "--dry-run", "--outdir", scratch]);
      if (code !== 0) return output;
      const bytes = gzipSync(await readFile(join(scratch, "main.js"))).length;
      return bytes < GZIP_BYTES_MAX ? null : `It has ${Math.ceil(bytes / KIB)} KiB.`;
    } finally {
      await rm(scratch, { recursive: true });
    }
  },
};
