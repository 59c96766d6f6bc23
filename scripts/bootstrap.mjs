/**
 * Runs `scripts/<task>.ts` on the Node that package.json asks for, installing the dependencies first where they are
 * missing or not those of package-lock.json. Plain JavaScript for Node 20, with nothing but its standard library.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const MODULES = join(ROOT, "node_modules");
const NODE = join(MODULES, "node", "bin", process.platform === "win32" ? "node.exe" : "node");

/** Keeps wrangler quiet and at home (no metrics, no look-up of where this machine is), and Node about its types. */
const QUIET = {
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_HIDE_BANNER: "true",
  WRANGLER_WRITE_LOGS: "false",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  NODE_OPTIONS: `${process.env["NODE_OPTIONS"] ?? ""} --disable-warning=ExperimentalWarning`,
};

const [task = "", ...taskArguments] = process.argv.slice(2);
const script = join("scripts", `${task}.ts`);
if (!/^[a-z]+$/.test(task) || !existsSync(join(ROOT, script))) fail(`There is no scripts/${task}.ts to run.`);
if (!isInstalled()) install();
if (!existsSync(NODE)) fail("The `node` package did not install its binary: run `npm rebuild node`, then try again.");
run();

/**
 * Whether what npm says it installed is what the lock file asks for. npm writes `node_modules/.package-lock.json` at
 * the end of an install, so a broken-off one counts as none; packages for other platforms are never in it.
 */
function isInstalled() {
  const installed = packagesOf(join(MODULES, ".package-lock.json"));
  const wanted = packagesOf(join(ROOT, "package-lock.json"));
  if (installed === null || wanted === null) return false;
  return Object.entries(wanted).every(([path, { version, optional, devOptional }]) => {
    if (path === "") return true;
    const found = installed[path];
    return found === undefined ? optional === true || devOptional === true : found.version === version;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean, devOptional?: boolean }> | null}
 */
function packagesOf(file) {
  if (!existsSync(file)) return null;
  return JSON.parse(readFileSync(file, "utf8")).packages;
}

function install() {
  const startedAt = Date.now();
  console.log("Installing the dependencies of package-lock.json (about a minute the first time) …");
  const options = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  const npm = process.env["npm_execpath"];
  const { status, error } =
    npm === undefined
      ? spawnSync("npm", options, { cwd: ROOT, stdio: "inherit", shell: process.platform === "win32" })
      : spawnSync(process.execPath, [npm, ...options], { cwd: ROOT, stdio: "inherit" });
  if (status !== 0) fail(`npm ci failed${error === undefined ? "" : ` (${error.message})`}. The lines above say why.`);
  console.log(`Installed in ${Math.round((Date.now() - startedAt) / 1000)} s.\n`);
}

function run() {
  const path = [join(MODULES, ".bin"), process.env["PATH"]].join(delimiter);
  const child = spawn(NODE, [script, ...taskArguments], {
    cwd: ROOT,
    stdio: "inherit",
    env: { ...process.env, ...QUIET, PATH: path },
  });
  // NOTE: Ctrl-C reaches the child by itself too; tasks take the second signal as the first.
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]))
    process.on(signal, () => child.kill(signal));
  child.on("error", (error) => fail(`Could not start ${script}: ${error.message}`));
  child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 143)));
}

/**
 * @param {string} message
 * @returns {never}
 */
function fail(message) {
  console.error(message);
  process.exit(1);
}
