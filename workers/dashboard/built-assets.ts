/** The hashed names of what Vite built, from its manifest. Read once per isolate: a deployment does not change. */
import { z } from "zod";

const chunkSchema = z.object({ file: z.string(), css: z.array(z.string()).optional() });
const manifestSchema = z.record(z.string(), chunkSchema);

/** Absolute paths on this site. */
export type BuiltAssets = {
  readonly stylesheet: string;
  /** Of the documentation, which has its own. */
  readonly docsStylesheet: string;
  readonly passkeyScript: string;
};

let known: Promise<BuiltAssets> | undefined;

/** Throws when the dashboard was not built: `npm run build` makes it. */
export function builtAssets(env: Env): Promise<BuiltAssets> {
  known ??= readManifest(env).catch((error: unknown) => {
    known = undefined;
    throw error;
  });
  return known;
}

async function readManifest(env: Env): Promise<BuiltAssets> {
  const response = await env.ASSETS.fetch("https://assets.invalid/manifest.json");
  if (!response.ok) throw new Error("the dashboard is not built: npm run build");
  const manifest = manifestSchema.parse(await response.json());
  const stylesheet = manifest["index.html"]?.css?.[0];
  const docsStylesheet = manifest["docs.css"]?.file;
  const passkeyScript = manifest["pages/passkey.ts"]?.file;
  if (stylesheet === undefined || docsStylesheet === undefined || passkeyScript === undefined)
    throw new Error("the dashboard's manifest is incomplete");
  return {
    stylesheet: `/${stylesheet}`,
    docsStylesheet: `/${docsStylesheet}`,
    passkeyScript: `/${passkeyScript}`,
  };
}
