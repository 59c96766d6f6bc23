/**
 * A Chromium for the tests: the one that is installed, or else one from an npm package, which is fetched once into
 * `.latchkey/` and is nobody's dependency (70 MB that only machines without a browser need). See docs/dashboard.md.
 */
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync, rmSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { type BrowserServer, chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const APPS = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];
/** MIT; Chromium itself is BSD. Linux on x64, with the libraries that a bare container lacks. */
const PACKAGE = { name: "@sparticuz/chromium", version: "153.0.0" };

const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

type Found = { readonly path: string; readonly from: string; readonly env?: Readonly<Record<string, string>> };

/** Starts the browser that all files share, and says which it is. Throws what to do where there is none. */
export async function launchChromium(): Promise<BrowserServer> {
  const { path, from, env = {} } = findInstalled() ?? bring();
  const server = await chromium.launchServer({
    executablePath: path,
    args: ARGS,
    env: { ...definedOf(process.env), ...env },
  });
  console.log(`Browser: ${path}, ${from}`);
  return server;
}

/** `CHROMIUM` says which; otherwise what the path has. */
function findInstalled(): Found | null {
  const wanted = process.env["CHROMIUM"];
  if (wanted !== undefined) return { path: wanted, from: "from CHROMIUM" };
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const path = [...onPath, ...APPS].find(isExecutable);
  return path === undefined ? null : { path, from: "installed here" };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function bring(): Found {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error("There is no Chromium or Chrome here. Install one, or say where it is: CHROMIUM=/path npm test");
  }
  const { name, version } = PACKAGE;
  const folder = resolve(`.latchkey/chromium-${version}`);
  const path = join(folder, "chromium");
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true });
    console.log(`No Chromium here: fetching ${name} ${version} into ${folder} …`);
    run("npm", ["install", "--prefix", folder, "--no-save", "--no-audit", "--no-fund", `${name}@${version}`]);
    unpack(folder);
  }
  return {
    path,
    from: `from ${name} ${version}`,
    env: { LD_LIBRARY_PATH: join(folder, "al2023", "lib"), FONTCONFIG_PATH: join(folder, "fonts") },
  };
}

/** The package unpacks into the temporary folder, and its libraries only where it believes to be on AWS. */
function unpack(folder: string): void {
  const script = `await (await import("${PACKAGE.name}")).default.executablePath()`;
  const env = { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x" };
  run(process.execPath, ["--input-type=module", "-e", script], { cwd: folder, env });
  rmSync(join(folder, "node_modules"), { recursive: true });
}

function run(program: string, args: string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): void {
  const { status, stderr } = spawnSync(program, args, { encoding: "utf8", ...options });
  if (status !== 0) {
    throw new Error(`No Chromium here, and none could be fetched. Install one: apt-get install chromium\n${stderr}`);
  }
}

function definedOf(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
