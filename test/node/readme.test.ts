/** The README's lines, as printed, against a fresh instance: only its address is another one. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestHarness } from "wrangler";

const SETUP_TOKEN = "setup-token-of-the-readme";
const PRINTED = "http://localhost:8787";

const harness = createTestHarness({
  workers: [
    {
      configPath: "wrangler.toml",
      vars: { KEY_ENV: "dev" },
      secrets: { PEPPER: "a pepper that only the tests use, 32+ characters", SETUP_TOKEN },
    },
  ],
});
let folder = "";
let origin = "";

beforeAll(async () => {
  const { url } = await harness.listen();
  ({ origin } = url);
  await harness.getWorker().applyD1Migrations("DB");
  folder = await mkdtemp(join(tmpdir(), "latchkey-readme-"));
  await writeFile(join(folder, ".dev.vars"), `PEPPER=not looked at\nSETUP_TOKEN=${SETUP_TOKEN}\n`);
  await symlink(join(process.cwd(), "node_modules"), join(folder, "node_modules"));
});

afterAll(async () => {
  await harness.close();
  await rm(folder, { recursive: true });
});

test("the README's first requests work as printed, down to the refusal of the revoked key", async () => {
  const readme = (await readFile("README.md", "utf8")).replaceAll(PRINTED, origin);
  const [program = ""] = blocks(readme, "js");
  await writeFile(join(folder, "first-request.mjs"), program);
  const commands = blocks(readme, "sh");
  expect(commands.length).toBeGreaterThanOrEqual(7);
  const script = ["set -euo pipefail", ...commands].join("\n");
  const { stdout } = await promisify(execFile)("bash", ["-c", script], { cwd: folder });
  expect(stdout).toContain(`"scopes":["keys:manage"]`);
  expect(stdout).toContain("Opening night");
  expect(stdout).toContain("'create_event'");
  expect(stdout).toContain(`"state":"everywhere"`);
  expect(stdout.slice(stdout.lastIndexOf(`"state":"everywhere"`))).toContain(`"code":"revoked_key"`);
});

test("the README names every setting, with the default that wrangler.toml gives it", async () => {
  const [readme, toml] = await Promise.all([readFile("README.md", "utf8"), readFile("wrangler.toml", "utf8")]);
  const [, vars = ""] = /^\[vars\]\n([\s\S]*?)^\[/m.exec(toml) ?? [];
  const settings = [...vars.matchAll(/^(\w+) = "(.*)"$/gm)].map(([, name = "", value = ""]) => [name, value] as const);
  expect(settings.length).toBeGreaterThan(5);
  for (const [name, value] of settings) {
    const [, row = ""] = new RegExp(`^\\| \`${name}\` +\\|(.*)$`, "m").exec(readme) ?? [];
    expect(row).toContain(value === "" || value === "0" ? "none" : `\`${value}\``);
  }
});

/** The fenced blocks of a language. */
function blocks(markdown: string, language: string): string[] {
  return [...markdown.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map(
    ([, text = ""]) => text,
  );
}
