/** Whether what was seen is what should be: it works, or whoever can act on it reads our sentence. Pure. */
import { KEY_ADVICE, type RefusalCode, REFUSALS } from "#shared/refusals.ts";
import type { Seen } from "./attempt.ts";
import type { Scenario } from "./scenarios.ts";

/**
 * - `works`: connected, listed, called.
 * - `sentence`: our sentence, with what to do, reached the model or the person.
 * - `log`: it is in a file of the client's alone.
 * - `sign-in`: the client leads to a sign-in by OAuth. Right for who has no key, and not what a wrong key needs.
 * - `own`: the client says something of its own instead.
 * - `silent`: nothing was said at all.
 * - `broken`: it should have worked, or should have been refused.
 */
export type Verdict = "works" | "sentence" | "log" | "sign-in" | "own" | "silent" | "broken";

export type Judged = {
  readonly verdict: Verdict;
  /** The words it rests on, one line. */
  readonly words: string;
};

const WORDS_MAX = 260;
/** What a client says of its connection, in words of its own. */
const OF_THE_CONNECTION = /latchkey|mcp|auth|40[13]|429|error|fail|denied|sign in|disconnect/i;
/** What it says where it means OAuth. */
const OF_SIGNING_IN =
  /sign[ -]in|oauth requires|waiting for authorization|needs authentication|authentication required|AuthRequired|re-authentication/i;
/** What it says about itself whatever happens, or repeats of the command. */
const BESIDE_THE_POINT =
  /^(added|authorization|latchkey$|https?:|code:|data:|url:|│ +https?:|type:|headers|headers:|tools:|source:|file modified|installed|provider configured|mcp server "latchkey" added|checking|warning:|warning: model metadata|configured mcp|yolo|workdir|model:|provider:|mcp servers|.*there are no tools)/i;

/** `logs` are the texts of the files that the client left in its home. */
export function judge(scenario: Scenario, seen: Seen, logs: readonly string[]): Judged {
  return scenario.refusal === null ? judgeWork(seen) : judgeRefusal(scenario, scenario.refusal, { seen, logs });
}

function judgeWork({ tools, answers, shown }: Seen): Judged {
  const hasListed = ["list_workspaces", "list_events"].every((tool) => tools.some((name) => name.endsWith(tool)));
  const hasCalled =
    answers.length === 2 && plain(answers[0]).includes('"name":"Stage"') && plain(answers[1]).includes('"data":[');
  if (hasListed && hasCalled) return { verdict: "works", words: "" };
  return { verdict: "broken", words: lastWords([...answers, shown].join("\n")) };
}

type Evidence = { readonly seen: Seen; readonly logs: readonly string[] };

function judgeRefusal({ goesWrong }: Scenario, code: RefusalCode, { seen, logs }: Evidence): Judged {
  const { tools, answers, shown } = seen;
  const isInSession = goesWrong === "in session";
  if (isInSession ? answers.length < 2 : tools.length > 0)
    return { verdict: "broken", words: lastWords([...answers, shown].join("\n")) };
  const told = isInSession ? (answers[1] ?? "") : shown;
  const said = sentenceIn(told, code);
  if (said !== null) return { verdict: "sentence", words: said };
  const words = lastWords(told);
  if (logs.some((log) => sentenceIn(log, code) !== null)) return { verdict: "log", words };
  if (words === "") return { verdict: "silent", words };
  return { verdict: OF_SIGNING_IN.test(told) ? "sign-in" : "own", words };
}

/** The words around our advice, or `null` where the text has it not. */
function sentenceIn(text: string, code: RefusalCode): string | null {
  const line = plain(text);
  // The second is for clients that try to sign in where the key was refused, and show what they are told there.
  const advice = [REFUSALS[code].remedy, KEY_ADVICE].find((known) => line.includes(known));
  if (advice === undefined) return null;
  const at = line.indexOf(advice);
  const before = line.slice(0, at);
  // From where the sentence before ours begins: what the client put around it stays away.
  const begin = Math.max(before.lastIndexOf('"'), before.lastIndexOf("\n"), before.lastIndexOf(": Error"), 0);
  return shortened(line.slice(begin, at + advice.length).replace(/^["\s]+/, ""));
}

/** One line, with quotes that were escaped on the way as they were. */
function plain(text: string | undefined): string {
  return (text ?? "").replaceAll(/\\+"/g, '"').replaceAll(/\s+/g, " ");
}

/** The last lines that speak of the connection. */
function lastWords(text: string): string {
  const lines = text.split("\n").map((line) => line.trim());
  const telling = lines.filter((line) => OF_THE_CONNECTION.test(line) && !BESIDE_THE_POINT.test(line));
  return shortened(telling.slice(-2).join(" ").replaceAll(/\s+/g, " "));
}

function shortened(words: string): string {
  return words.length > WORDS_MAX ? `${words.slice(0, WORDS_MAX)}…` : words;
}
