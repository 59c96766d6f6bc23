/** Commands as a real shell takes them apart: bash runs each against a stand-in that prints what it was given. */
import { execFile } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect } from "#shared/mcp-clients/connect.ts";
import { linkBase64, linkJson, literal, quoted } from "#shared/mcp-clients/quoting.ts";
import { blocksOf, type Case, CASES, KEY, plainly, VARIABLE } from "./client-cases.ts";
import { paste } from "./pasting-bash.ts";

const PROGRAMS = [
  "claude",
  "codex",
  "gemini",
  "copilot",
  "opencode",
  "cline",
  "code",
  "curl",
  "node",
  "npm",
  "python3",
];
/** NUL ends each argument, for it can be part of none. */
const STAND_IN = `#!/bin/bash\nprintf '%s\\0' "\${0##*/}" "$@" "${VARIABLE}=$${VARIABLE}"\nprintf '\\n'\n`;

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "latchkey-shell-"));
  for (const program of PROGRAMS) {
    await writeFile(join(folder, program), STAND_IN);
    await chmod(join(folder, program), 0o755);
  }
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Runs lines in one bash that knows no programs but the stand-ins, and says what each got, its variable last. */
async function run(lines: readonly string[]): Promise<string[][]> {
  const { stdout, stderr } = await paste(lines, { typed: KEY, env: { PATH: folder } });
  expect(stderr).toBe("");
  return stdout
    .split("\n")
    .slice(0, -1)
    .map((line) => line.split("\0").slice(0, -1));
}

function commandsOf(id: Parameters<typeof plainly>[0], secret: Case["input"]["secret"]): string[] {
  return plainly(id, { secret }).flatMap((block) => (block.kind === "command" ? [block.text] : []));
}

const URL_PLAIN = "https://keys.example.com/mcp";
const WITH_KEY = `Authorization: Bearer ${KEY}`;
const WITH_VARIABLE = `Authorization: Bearer \${${VARIABLE}}`;
const NOT_SET = `${VARIABLE}=`;
const IS_SET = `${VARIABLE}=${KEY}`;

test("with the key inside, each client gets the arguments that it was run with", async () => {
  const added = ["--transport", "http", "--scope", "user", "latchkey", URL_PLAIN, "--header", WITH_KEY, NOT_SET];
  expect(await run(commandsOf("claude-code", "inline"))).toEqual([
    ["claude", "mcp", "add", ...added],
    ["claude", "mcp", "list", NOT_SET],
  ]);
  expect(await run(commandsOf("gemini-cli", "inline"))).toEqual([["gemini", "mcp", "add", ...added]]);
  expect(await run(commandsOf("copilot-cli", "inline"))).toEqual([
    ["copilot", "mcp", "add", "--transport", "http", "latchkey", URL_PLAIN, "--header", WITH_KEY, NOT_SET],
  ]);
  expect(await run(commandsOf("cline", "inline"))).toEqual([
    ["cline", "mcp", "add", "latchkey", URL_PLAIN, "--transport", "http", "--header", WITH_KEY, "--yes", NOT_SET],
  ]);
  const config = { name: "latchkey", type: "http", url: URL_PLAIN, headers: { Authorization: `Bearer ${KEY}` } };
  expect(await run(commandsOf("vscode", "inline"))).toEqual([["code", "--add-mcp", JSON.stringify(config), NOT_SET]]);
});

test("with a variable, the shell asks for the key, and the client gets the variable's name", async () => {
  const [claude] = await run(commandsOf("claude-code", "env"));
  expect(claude?.slice(-3)).toEqual(["--header", WITH_VARIABLE, IS_SET]);
  const [gemini] = await run(commandsOf("gemini-cli", "env"));
  expect(gemini?.slice(-3)).toEqual(["--header", WITH_VARIABLE, IS_SET]);
  const [copilot] = await run(commandsOf("copilot-cli", "env"));
  expect(copilot?.slice(-3)).toEqual(["--header", WITH_VARIABLE, IS_SET]);
  expect(await run(commandsOf("codex", "env"))).toEqual([
    ["codex", "mcp", "add", "latchkey", "--url", URL_PLAIN, "--bearer-token-env-var", VARIABLE, IS_SET],
  ]);
});

test("without a key, each client gets the server, and then signs in", async () => {
  const added = ["--transport", "http", "--scope", "user", "latchkey", URL_PLAIN, NOT_SET];
  expect(await run(commandsOf("claude-code", "sign-in"))).toEqual([
    ["claude", "mcp", "add", ...added],
    ["claude", "mcp", "login", "latchkey", NOT_SET],
    ["claude", "mcp", "list", NOT_SET],
  ]);
  expect(await run(commandsOf("codex", "sign-in"))).toEqual([
    ["codex", "mcp", "add", "latchkey", "--url", URL_PLAIN, NOT_SET],
    ["codex", "mcp", "login", "latchkey", NOT_SET],
  ]);
  expect(await run(commandsOf("gemini-cli", "sign-in"))).toEqual([["gemini", "mcp", "add", ...added]]);
  expect(await run(commandsOf("copilot-cli", "sign-in"))).toEqual([
    ["copilot", "mcp", "add", "--transport", "http", "latchkey", URL_PLAIN, NOT_SET],
  ]);
  expect(await run(commandsOf("opencode", "sign-in"))).toEqual([["opencode", "mcp", "auth", "latchkey", NOT_SET]]);
});

test("curl and the programs get the key in either form", async () => {
  const headers = ["-H", WITH_KEY, "-H", "Content-Type: application/json"];
  const rest = ["-H", "Accept: application/json, text/event-stream", "-d"];
  const body = '{"jsonrpc":"2.0","id":1,"method":"tools/list"}';
  const request = ["curl", "-sS", URL_PLAIN, ...headers, ...rest, body];
  expect(await run(commandsOf("curl", "inline"))).toEqual([[...request, NOT_SET]]);
  expect(await run(commandsOf("curl", "env"))).toEqual([[...request, IS_SET]]);
  for (const secret of ["inline", "env"] as const) {
    expect((await run(commandsOf("typescript", secret))).at(-1)).toEqual(["node", "first-request.mjs", IS_SET]);
    expect((await run(commandsOf("python", secret))).at(-1)).toEqual(["python3", "first_request.py", IS_SET]);
  }
});

test("another name or address changes an argument and nothing else", async () => {
  for (const { client, input, answer } of CASES) {
    const lines = blocksOf(answer).flatMap((block) => (block.kind === "command" ? [block.text] : []));
    if (input.shell !== "bash" || lines.length === 0 || input.allowsQuery) continue;
    const plain = await run(commandsOf(client.id, input.secret));
    const expected = plain.map((args) =>
      args.map((text) => text.replaceAll("latchkey", input.name).replaceAll(URL_PLAIN, input.url)),
    );
    expect(await run(lines)).toEqual(expected);
  }
});

/** A line of PowerShell as its language has it, where nothing is in quotes that could end them or be expanded. */
const POWERSHELL = new RegExp(
  `^(?:'[^'\\r\\n]*'|"(?:[^"\`$\\r\\n]|\\$env:${VARIABLE})*"|\\$env:${VARIABLE}|[\\w :=;|,().[\\]-])*$`,
);

test("lines for PowerShell quote what it would change, and give no program JSON as an argument", () => {
  const lines = CASES.filter(({ input }) => input.shell === "powershell").flatMap(({ answer }) =>
    blocksOf(answer).flatMap((block) => (block.kind === "command" ? [block.text] : [])),
  );
  expect(lines.length).toBeGreaterThan(100);
  expect(lines.filter((line) => !POWERSHELL.test(line))).toEqual([]);
  const withJson = lines.filter((line) => line.includes('{"'));
  expect(withJson.filter((line) => !/^'\{[^']*\}' \| curl\.exe /.test(line))).toEqual([]);
  expect(lines.filter((line) => /(?:^|\| )curl /.test(line))).toEqual([]);
});

const text = fc.string({ unit: "grapheme" }).filter((each) => !each.includes("\0") && each.isWellFormed());

test("a literal is for bash what it was, whatever is in it", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 20 }), async (texts) => {
      const line = `printf '%s\\0' ${texts.map((each) => literal(each, "bash")).join(" ")}`;
      const { stdout } = await promisify(execFile)("/bin/bash", ["-c", line]);
      expect(stdout.split("\0").slice(0, -1)).toEqual(texts);
    }),
    { numRuns: 50 },
  );
});

test("a literal for PowerShell ends where its text does", () => {
  fc.assert(
    fc.property(text, (each) => {
      const [, inside = "-"] = /^'((?:[^']|'')*)'$/s.exec(literal(each, "powershell")) ?? [];
      expect(inside.replaceAll("''", "'")).toBe(each);
    }),
  );
});

test("double quotes are for text that means nothing to a shell, and refused to any other", async () => {
  const plain = fc.stringMatching(/^[A-Za-z0-9 :/._~,=[\]-]*$/);
  await fc.assert(
    fc.asyncProperty(fc.array(plain, { minLength: 1, maxLength: 20 }), async (texts) => {
      const { stdout } = await promisify(execFile)("/bin/bash", [
        "-c",
        `printf '%s\\0' ${texts.map(quoted).join(" ")}`,
      ]);
      expect(stdout.split("\0").slice(0, -1)).toEqual(texts);
    }),
    { numRuns: 50 },
  );
  for (const character of "\"$`\\!%'\n\t;&|<>(){}*?#é")
    expect(() => quoted(`a${character}b`)).toThrow("a shell would change");
});

test("JSON in a link is read back as it was, and never has a percent sign inside", () => {
  fc.assert(
    fc.property(fc.dictionary(text, fc.oneof(text, fc.integer())), (value) => {
      const json = JSON.stringify(value);
      const query = new URL(`app://x?config=${linkBase64(value)}`).searchParams;
      expect(Buffer.from(query.get("config") ?? "", "base64").toString()).toBe(json);
      const made = json.includes("%") ? "refused" : linkJson(value);
      expect(decodeURIComponent(decodeURIComponent(made))).toBe(made === "refused" ? "refused" : json);
    }),
  );
  expect(() => linkJson({ name: "100 %" })).toThrow("percent");
});

test("a name, address, key or variable that a client could misread is a bug that is not passed on", () => {
  const plain = { name: "latchkey", url: URL_PLAIN, key: KEY, envVar: VARIABLE } as const;
  const made = (changes: Partial<Record<keyof typeof plain, string>>) => (): unknown =>
    connect("curl", { ...plain, ...changes, shell: "bash", secret: "inline", allowsQuery: true });
  expect(made({})).not.toThrow();
  for (const name of ["", "-x", "x-", "Latchkey", "a b", "a_b", "é", "a\nb", "$(id)"])
    expect(made({ name })).toThrow("name");
  for (const key of ["", "a=b", "a b", 'a"b', "a%b", "a+b", "$KEY", "`id`", "a\n"]) {
    expect(made({ key })).toThrow("a key with characters");
  }
  for (const envVar of ["", "1A", "key", "A-B", "A;id", "PATH="]) expect(made({ envVar })).toThrow("variable");
  const rests = ["?a=b", "#a", "/%41", '"', "$(id)", "`id`", " ", "\n", "'", "\\", "/é"];
  const others = [
    "",
    "keys.example.com",
    "ftp://keys.example.com/mcp",
    "javascript:alert(1)",
    "https://a:b@c.example/",
    "http://:80",
    "https://x:99999/",
  ];
  for (const url of [...rests.map((rest) => URL_PLAIN + rest), ...others]) expect(made({ url })).toThrow("address");
});
