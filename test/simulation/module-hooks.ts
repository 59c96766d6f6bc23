/** How the product's modules are loaded: from their own files, with `cloudflare:workers` stood in for, and patched. */
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import { applyPatches, type Patch } from "./patches.ts";

const STAND_IN = new URL("cloudflare-workers.ts", import.meta.url).href;

/** From now on; modules loaded before are as they were. Returns which files have been patched. */
export function loadWith(patches: readonly Patch[]): ReadonlySet<string> {
  const patched = new Set<string>();
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === "cloudflare:workers" ? { url: STAND_IN, shortCircuit: true } : next(specifier, context),
    load: (url, context, next) => {
      const loaded = next(url, context);
      const path = url.startsWith("file:") ? fileURLToPath(url) : "";
      const files = patches.filter(({ file }) => path.endsWith(`/${file}`));
      if (files.length === 0) return loaded;
      for (const { file } of files) patched.add(file);
      const { source = "" } = loaded;
      const text = typeof source === "string" ? source : new TextDecoder().decode(source);
      return { ...loaded, source: applyPatches(path, text, patches) };
    },
  });
  return patched;
}
