import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "sqlite",
  schema: ["./workers/db/schema.ts", "./workers/db/content-schema.ts", "./workers/db/auth-schema.ts"],
  out: "./migrations",
});
