/** Bundles a bench Worker as wrangler would deploy it, minified or not; talks to no network. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { runOrThrow } from "../local/run.ts";
import type { Platform } from "./platform.ts";

const BUILD_FOLDER = ".wrangler/bench";

export type BundleWish = {
  /** Names the bundle's folder. */
  readonly name: string;
  readonly main: string;
  /** Import specifiers to take from another file. */
  readonly alias?: Readonly<Record<string, string>>;
  /** `false` keeps names of functions, for a profile. */
  readonly minify?: boolean;
};

export type Bundle = {
  readonly script: string;
  readonly bytes: number;
  readonly gzipBytes: number;
};

const bundles = new Map<string, Promise<Bundle>>();

/** Built once for the same wish, whatever its name. Throws with what wrangler said when it does not build. */
export async function bundle(platform: Platform, wish: BundleWish): Promise<Bundle> {
  const { name: _name, ...same } = wish;
  const key = JSON.stringify(same);
  const built = bundles.get(key) ?? build(platform, wish);
  bundles.set(key, built);
  return built;
}

async function build(platform: Platform, wish: BundleWish): Promise<Bundle> {
  const { name, main, alias = {}, minify = true } = wish;
  const folder = resolve(BUILD_FOLDER, name);
  await mkdir(folder, { recursive: true });
  const config = join(folder, "wrangler.json");
  await writeFile(
    config,
    JSON.stringify({
      name: `bench-${name}`,
      main: resolve(main),
      compatibility_date: platform.compatibilityDate,
      compatibility_flags: platform.compatibilityFlags,
      minify,
      alias: Object.fromEntries(Object.entries(alias).map(([from, to]) => [from, resolve(to)])),
    }),
  );
  const out = join(folder, "out");
  await runOrThrow("wrangler", ["deploy", "--dry-run", "--config", config, "--outdir", out]);
  const script = await readFile(join(out, main.replace(/^.*\/|\.[^.]+$/g, "") + ".js"), "utf8");
  return { script, bytes: Buffer.byteLength(script), gzipBytes: gzipSync(script).length };
}
