/** Whether drizzle would draft another migration: then the schema says something that no database will have. */
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../local/run.ts";
import type { Check } from "./check.ts";

const SCRATCH = ".wrangler/tmp";

/** Drafts into a copy, so that nothing in the repository changes. */
export const migrationsCheck: Check = {
  name: "migrations hold all of the schema",
  findFault: async () => {
    await mkdir(SCRATCH, { recursive: true });
    // NOTE: inside of the repository: drizzle-kit reads snapshots relative to where it runs.
    const scratch = await mkdtemp(join(SCRATCH, "migrations-"));
    try {
      await cp("migrations", scratch, { recursive: true });
      const args = ["generate", "--dialect", "sqlite", "--schema", "./workers/db/*schema.ts", "--out", scratch];
      const { code, output } = await run("drizzle-kit", args);
      if (code === 0 && output.includes("No schema changes")) return null;
      return `${output}\nDraft the migration (drizzle-kit generate), then read it: a person owns it.`;
    } finally {
      await rm(scratch, { recursive: true });
    }
  },
};
