/** Runs before every file of the workers projects: its own D1, migrated as a deployment's is. */
import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";

await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
