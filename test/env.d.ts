/** What `vitest.config.ts` binds besides the bindings of `wrangler.toml`. */
declare namespace Cloudflare {
  interface Env {
    /** Every migration, in order, split into statements. */
    TEST_MIGRATIONS: { name: string; queries: string[] }[];
  }
}
