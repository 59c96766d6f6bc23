/** What holds for every client in every form: texts without gaps, links that decode, and the key where it belongs. */
import { expect, test } from "vitest";
import { z } from "zod";
import { MCP_CLIENTS } from "#shared/mcp-clients.ts";
import { type Connect, connect } from "#shared/mcp-clients/connect.ts";
import type { Block } from "#shared/mcp-clients/connection.ts";
import { formsOf } from "#shared/mcp-clients/forms.ts";
import { blocksOf, type Case, CASES, filesOf, hasKey, linksOf, textsOf, VARIABLE } from "./client-cases.ts";

/** The titles of the cases that a rule does not hold for. */
function failing(holds: (each: Case) => boolean): string[] {
  return CASES.filter((each) => !holds(each)).map(({ title }) => title);
}

function everyBlock(holds: (block: Block, each: Case) => boolean): string[] {
  return failing((each) => blocksOf(each.answer).every((block) => holds(block, each)));
}

/** The server's name in a client's JSON, with what stands under it; n8n's nodes have other names. */
function entryOf(json: unknown): [name: string, entry: unknown] | undefined {
  const file = z.record(z.string(), z.unknown()).parse(json);
  const holder = ["mcpServers", "servers", "context_servers", "mcp"].find((key) => key in file);
  return holder === undefined ? undefined : Object.entries(z.record(z.string(), z.unknown()).parse(file[holder]))[0];
}

function outcome(answer: Connect): string {
  if (answer.kind === "blocked") return answer.reason;
  return answer.blocks.some(({ kind }) => kind !== "note" && kind !== "warning") ? "ready" : "empty";
}

const LOOPBACK = /^http:\/\/(localhost|\[::1\]):/;

/** Whether a case is to work, or what is in its way. */
function expected({ client, input }: Case): string {
  const isHttps = input.url.startsWith("https:");
  if (client.calls === "cloud" && !isHttps) return "needs_public_https";
  if (input.secret === "sign-in" && client.signsIn !== null)
    return isHttps || LOOPBACK.test(input.url) ? "ready" : "needs_https";
  return client.id === "chatgpt" && !input.allowsQuery ? "needs_query_key" : "ready";
}

test("there is something to do for every client, but where its address or its key cannot work", () => {
  expect(CASES.length).toBe(MCP_CLIENTS.length * 60);
  expect(failing((each) => outcome(each.answer) === expected(each))).toEqual([]);
});

test("nothing is left to fill in", () => {
  const gap = /YOUR_|<[a-z]|undefined|NaN|\[object|\bTOOL\b|…/;
  expect(everyBlock((block) => !textsOf(block).some((text) => gap.test(text)))).toEqual([]);
});

test("what is typed, opened or entered is one line", () => {
  const lines = /[\r\n]/;
  expect(everyBlock((block) => block.kind === "file" || !textsOf(block).some((text) => lines.test(text)))).toEqual([]);
});

test("every file of JSON parses, and has the server under its name with its address", () => {
  const failed = failing(({ input, answer }) =>
    filesOf(blocksOf(answer)).every(({ json }) => {
      const [name, entry = json] = entryOf(json) ?? [input.name];
      return name === input.name && JSON.stringify(entry).includes(`"${input.url}"`);
    }),
  );
  expect(failed).toEqual([]);
});

test("the key is in exactly these kinds of blocks", () => {
  const plain = CASES.filter(
    ({ input }) =>
      input.name === "latchkey" && input.shell === "bash" && input.secret === "inline" && input.allowsQuery,
  );
  const places = plain.map(({ client, answer }) => {
    const withKey = blocksOf(answer).filter(hasKey);
    return [client.id, withKey.map(({ kind }) => kind).join(" ")];
  });
  expect(Object.fromEntries(places)).toEqual({
    "claude-code": "command",
    codex: "file",
    "gemini-cli": "command",
    "copilot-cli": "command",
    opencode: "file",
    cline: "command file",
    goose: "link file",
    kiro: "file",
    "kilo-code": "file",
    warp: "file",
    cursor: "link file",
    vscode: "command",
    windsurf: "file",
    zed: "file",
    jetbrains: "file",
    "claude-desktop": "file steps",
    "claude-ai": "steps steps",
    chatgpt: "steps",
    "lm-studio": "link file",
    raycast: "link steps",
    n8n: "steps steps",
    make: "steps",
    zapier: "steps steps",
    curl: "command",
    typescript: "command",
    python: "command",
  });
});

test("who wishes for a variable sees no key, but with clients that can only keep it, which say so", () => {
  const failed = failing(({ client, input, answer }) => {
    if (input.secret !== "env" || answer.kind === "blocked") return true;
    if (!answer.blocks.some(hasKey)) return answer.form !== "inline";
    const isSaid = answer.blocks.some((block) => block.kind === "note" && block.text.includes("in its own settings"));
    return isSaid && answer.form === "inline" && client.takes === "inline";
  });
  expect(failed).toEqual([]);
});

test("who signs in sees no key, no variable, and no place for either", () => {
  const place = /Authorization|Bearer|Header|api_key|\$\{|promptString|API[ _]key/i;
  const failed = failing(({ client, input, answer }) => {
    if (input.secret !== "sign-in" || answer.kind === "blocked") return true;
    if (client.signsIn === null) return answer.form !== "sign-in" && answer.blocks.some(isNoteThatItTakesAKey);
    const texts = [...answer.blocks.flatMap(textsOf), ...linksOf(answer.blocks).map(decodeURIComponent)];
    return answer.form === "sign-in" && !answer.blocks.some(hasKey) && !texts.some((text) => place.test(text));
  });
  expect(failed).toEqual([]);
});

function isNoteThatItTakesAKey(block: Block): boolean {
  return block.kind === "note" && block.text.endsWith("is not known to sign in: it takes a key.");
}

test("who signs in is told the server's address, exactly", () => {
  const failed = failing(({ client, input, answer }) => {
    if (input.secret !== "sign-in" || answer.kind === "blocked" || client.signsIn === null) return true;
    const entered = answer.blocks.flatMap((block) => (block.kind === "steps" ? block.items : []));
    const texts = [...answer.blocks.flatMap(textsOf), ...linksOf(answer.blocks).map(decodeURIComponent)];
    return entered.some(({ value }) => value === input.url) || texts.some((text) => text.includes(`"${input.url}"`));
  });
  expect(failed).toEqual([]);
});

test("a link over https has no key in it", () => {
  expect(everyBlock((block) => block.kind !== "link" || !/^https?:/.test(block.href) || !hasKey(block))).toEqual([]);
});

test("a key in an address comes after a warning, and only where the key allows it", () => {
  const failed = failing(({ input, answer }) => {
    const blocks = blocksOf(answer);
    const at = blocks.findIndex((block) => textsOf(block).some((text) => text.includes("api_key=")));
    return at === -1 || (input.allowsQuery && blocks.slice(0, at).some(({ kind }) => kind === "warning"));
  });
  expect(failed).toEqual([]);
});

test("VS Code reads from its links what stands in the file, decoded once or twice", () => {
  const failed = failing(({ client, answer }) => {
    if (client.id !== "vscode" || answer.kind === "blocked") return true;
    const file = JSON.stringify(filesOf(blocksOf(answer))[0]?.json);
    const links = linksOf(blocksOf(answer)).map((href) => decodeURIComponent(href.slice(href.indexOf("?") + 1)));
    return links.length === 2 && links.every((text) => decodeURIComponent(text) === text && asFile(text) === file);
  });
  expect(failed).toEqual([]);
});

/** What VS Code makes of its link: `{name, inputs, ...config}`. */
function asFile(text: string): string {
  const { name, inputs, ...entry } = z
    .looseObject({ name: z.string(), inputs: z.unknown().optional() })
    .parse(JSON.parse(text));
  return JSON.stringify({ inputs, servers: { [name]: entry } });
}

test("Cursor and LM Studio read from their links what stands in the file", () => {
  const failed = failing(({ client, answer }) => {
    if ((client.id !== "cursor" && client.id !== "lm-studio") || answer.kind === "blocked") return true;
    const query = new URL(linksOf(blocksOf(answer))[0] ?? "").searchParams;
    const entry: unknown = JSON.parse(atob(query.get("config") ?? ""));
    const file = entryOf(filesOf(blocksOf(answer))[0]?.json);
    return JSON.stringify(file) === JSON.stringify([query.get("name"), entry]);
  });
  expect(failed).toEqual([]);
});

test("without its text a key connects only what asks for it, reads it from a variable, or signs in", () => {
  for (const client of MCP_CLIENTS) {
    const input = { name: "latchkey", url: "https://keys.example.com/mcp", key: null, envVar: VARIABLE } as const;
    const answers = (["inline", "env", "sign-in"] as const).map((secret) =>
      outcome(connect(client.id, { ...input, shell: "bash", allowsQuery: true, secret })),
    );
    const forms = formsOf(client);
    const inline = forms.includes("inline") ? "needs_key" : "ready";
    const env = forms.includes("env") ? "ready" : inline;
    const signIn = forms.includes("sign-in") ? "ready" : inline;
    expect([client.id, ...answers]).toEqual([client.id, inline, env, signIn]);
  }
});
