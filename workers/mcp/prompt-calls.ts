/** `prompts/list` and `prompts/get`. */
import type { GetPromptResult, ListPromptsResult } from "@modelcontextprotocol/server";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import { findPrompt, promptRefusal, PROMPTS } from "./prompts/table.ts";

const UNKNOWN_PROMPT: Refusal = {
  code: "invalid_request",
  errors: [{ path: "/name", message: "there is no such prompt; prompts/list names those that this key may use" }],
};

/** The prompts all of whose tools the principal may call. */
export function listPrompts(principal: Principal): ListPromptsResult {
  return {
    prompts: PROMPTS.filter((prompt) => promptRefusal(prompt, principal) === null).map(({ listing }) => listing),
  };
}

/** Refusals: `invalid_request` for an unknown prompt or bad arguments, and what a tool it needs would be refused with. */
export function getPrompt(principal: Principal, name: string, args: unknown): Result<GetPromptResult, Refusal> {
  const prompt = findPrompt(name);
  if (prompt === undefined) return err(UNKNOWN_PROMPT);
  const refusal = promptRefusal(prompt, principal);
  if (refusal !== null) return err(refusal);
  const text = prompt.write(args ?? {});
  if (!text.ok) return text;
  return ok({
    description: prompt.listing.title,
    messages: [{ role: "user", content: { type: "text", text: text.value } }],
  });
}
