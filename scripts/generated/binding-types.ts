/** workers/worker-configuration.d.ts: the bindings of wrangler.toml as types. */
import { readFile, writeFile } from "node:fs/promises";
import { runOrThrow } from "../local/run.ts";

/** Where wrangler writes them. */
export const BINDING_TYPES_PATH = "workers/worker-configuration.d.ts";

/**
 * NOTE: wrangler's own `--check` compares a hash of the configuration and nothing of the file, and the types name paths
 * relative to where they are written. So they are written in place, read, and put back as they were.
 */
export async function bindingTypes(): Promise<string> {
  const before = await readFile(BINDING_TYPES_PATH, "utf8");
  try {
    await runOrThrow("wrangler", ["types", "--include-runtime=false", "--strict-vars=false", BINDING_TYPES_PATH]);
    return await readFile(BINDING_TYPES_PATH, "utf8");
  } finally {
    await writeFile(BINDING_TYPES_PATH, before);
  }
}
