/** Builds the browser's side of the dashboard into static assets, which the Worker serves: see `wrangler.toml`. */
import { join } from "node:path";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const here = (path: string): string => join(import.meta.dirname, path);

export default defineConfig({
  root: here("web"),
  plugins: [react(), tailwindcss()],
  build: {
    outDir: here("../../dist/dashboard"),
    emptyOutDir: true,
    target: "es2023",
    // Server-rendered pages find the hashed names of the style sheet and their scripts in it.
    manifest: "manifest.json",
    // NOTE: nothing inlined as data:, which the pages' CSP would refuse.
    assetsInlineLimit: 0,
    rolldownOptions: { input: { app: here("web/index.html"), passkey: here("web/pages/passkey.ts") } },
  },
});
