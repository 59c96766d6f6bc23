/** JSON as people type it. Pure. */
import type { RunAutomationInput } from "#shared/content/automations.ts";

export type JsonObject = RunAutomationInput["input"];
export type Json = JsonObject[string];

type Reading = { readonly ok: true; readonly value: JsonObject } | { readonly ok: false; readonly flaw: string };

/** The object that the text is, or what to mend and where. */
export function readJsonObject(text: string): Reading {
  try {
    const value: Json = JSON.parse(text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? { ok: true, value } : { ok: false, flaw: "This has to be a JSON object: { … }." };
  } catch (thrown) {
    return { ok: false, flaw: `This is not JSON yet${placeOf(thrown, text)}.` };
  }
}

/** JSON for people: indented by two. */
export function prettyJson(value: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(value, null, 2);
}

/** Browsers say "at position 34" or "at line 3 column 5", or nothing. */
function placeOf(thrown: unknown, text: string): string {
  const message = thrown instanceof Error ? thrown.message : "";
  const [, line, column] = /line (\d+) column (\d+)/.exec(message) ?? [];
  if (line !== undefined && column !== undefined) return `: look at line ${line}, column ${column}`;
  const [, position] = /position (\d+)/.exec(message) ?? [];
  if (position !== undefined) return `: look at line ${text.slice(0, Number(position)).split("\n").length}`;
  return text.trim() === "" ? ": it is empty" : "";
}
