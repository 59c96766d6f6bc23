/** Brings a local database to the newest migration. */
import { runOrThrow } from "./run.ts";

/** Applies what is missing to the D1 under `stateFolder`; answers how many migrations that were. */
export async function migrateLocal(stateFolder: string): Promise<number> {
  const args = ["d1", "migrations", "apply", "DB", "--local", "--persist-to", stateFolder];
  const output = await runOrThrow("wrangler", args);
  return output.split("commands executed successfully").length - 1;
}
