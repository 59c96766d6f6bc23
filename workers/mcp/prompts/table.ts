/** All prompts, in the order in which `prompts/list` shows them. A new prompt is a file and a line here. */
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { normalizeScopes } from "#shared/scopes.ts";
import { toolRefusal } from "../tools/table.ts";
import type { Prompt } from "./define-prompt.ts";
import { draftDocumentPrompt } from "./draft-document.ts";
import { planEventDayPrompt } from "./plan-event-day.ts";
import { summarizeProductionStatusPrompt } from "./summarize-production-status.ts";

export const PROMPTS: readonly Prompt[] = [planEventDayPrompt, summarizeProductionStatusPrompt, draftDocumentPrompt];

const byName: ReadonlyMap<string, Prompt> = new Map(PROMPTS.map((prompt) => [prompt.name, prompt]));

/** The prompt of that name, whoever may use it. */
export function findPrompt(name: string): Prompt | undefined {
  return byName.get(name);
}

/** Why the principal may not use the prompt, or null: all scopes that its tools lack, else what the first is refused with. */
export function promptRefusal({ needs }: Prompt, principal: Principal): Refusal | null {
  const refusals = needs.flatMap((tool) => toolRefusal(tool, principal) ?? []);
  const lacking = refusals.flatMap((refusal) => (refusal.code === "missing_scope" ? refusal.needed : []));
  if (lacking.length > 0) return { code: "missing_scope", needed: normalizeScopes(lacking) };
  return refusals[0] ?? null;
}
