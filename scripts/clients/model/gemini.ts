/** Google's Gemini API, as Gemini CLI asks it. */
import { z } from "zod";
import { type Dialect, sendEvents, sendJson } from "./dialect.ts";
import type { Said } from "./script.ts";

const partSchema = z.looseObject({ functionResponse: z.object({ response: z.unknown() }).optional() });
const requestSchema = z.object({
  tools: z
    .array(z.looseObject({ functionDeclarations: z.array(z.object({ name: z.string() })).default([]) }))
    .default([]),
  contents: z.array(z.object({ parts: z.array(partSchema).default([]) })),
});

export const gemini: Dialect = {
  isAsked: (path) => /:(streamG|g)enerateContent$/.test(path),
  hear: (body) => {
    const { tools, contents } = requestSchema.parse(body);
    const answered = contents.flatMap(({ parts }) => parts).filter((part) => part.functionResponse !== undefined);
    return {
      tools: tools.flatMap(({ functionDeclarations }) => functionDeclarations.map(({ name }) => name)),
      results: answered.map(({ functionResponse }) => textOfOutcome(functionResponse?.response)),
    };
  },
  say: (response, said, _body) => {
    const candidate = { index: 0, content: { role: "model", parts: [partOf(said)] }, finishReason: "STOP" };
    const usageMetadata = { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 };
    const answer = { candidates: [candidate], usageMetadata, modelVersion: "scripted" };
    const isStream = response.req.url?.includes(":streamGenerateContent") === true;
    if (!isStream) return sendJson(response, answer);
    sendEvents(response, [answer], { named: false });
    response.end();
  },
};

const outcomeSchema = z.union([z.object({ output: z.string() }), z.object({ error: z.string() })]);

function textOfOutcome(outcome: unknown): string {
  const parsed = outcomeSchema.safeParse(outcome);
  if (!parsed.success) return JSON.stringify(outcome);
  return "output" in parsed.data ? parsed.data.output : parsed.data.error;
}

function partOf(said: Said): object {
  return said.kind === "text" ? { text: said.text } : { functionCall: { name: said.tool, args: said.args } };
}
