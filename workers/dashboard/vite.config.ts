/** Builds the browser's side of the dashboard into static assets, which the Worker serves: see `wrangler.toml`. */
import { join } from "node:path";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const here = (path: string): string => join(import.meta.dirname, path);

/** React, the router, queries, and the parts of Base UI that menus, tooltips and dialogs are made of. */
const BASE =
  /node_modules[/](react|react-dom|scheduler|use-sync-external-store|@tanstack|@floating-ui|@base-ui[/]utils|@base-ui[/]react[/](menu|tooltip|dialog|floating-ui-react|internals|utils))[/]/;

export default defineConfig({
  root: here("web"),
  plugins: [react(), tailwindcss()],
  build: {
    outDir: here("../../dist/dashboard"),
    emptyOutDir: true,
    target: "es2023",
    // Browsers that know `light-dark()`, of May 2024: for older ones each colour would be written out thrice.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    // Server-rendered pages find the hashed names of the style sheet and their scripts in it.
    manifest: "manifest.json",
    // NOTE: nothing inlined as data:, which the pages' CSP would refuse.
    assetsInlineLimit: 0,
    // What is sent is weighed by a check of its own.
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      // What the first page needs of packages, in one file: in many small ones it weighs 5 kB more.
      output: { codeSplitting: { groups: [{ name: "base", test: BASE }] } },
      input: { app: here("web/index.html"), passkey: here("web/pages/passkey.ts"), docs: here("web/docs.css") },
    },
  },
});
