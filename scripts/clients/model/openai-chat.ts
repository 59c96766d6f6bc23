/** OpenAI's Chat Completions, which most other agents take a model of one's own by. */
import { z } from "zod";
import { type Dialect, sendEvents, sendJson, textOf } from "./dialect.ts";
import type { Said } from "./script.ts";

const requestSchema = z.object({
  model: z.string(),
  stream: z.boolean().default(false),
  tools: z.array(z.object({ function: z.object({ name: z.string() }) })).default([]),
  messages: z.array(z.looseObject({ role: z.string(), content: z.unknown().optional() })),
});

const USAGE = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };

export const openaiChat: Dialect = {
  isAsked: (path) => path.endsWith("/chat/completions"),
  hear: (body) => {
    const { tools, messages } = requestSchema.parse(body);
    const results = messages.filter(({ role }) => role === "tool").map(({ content }) => textOf(content));
    return { tools: tools.map(({ function: { name } }) => name), results };
  },
  say: (response, said, body) => {
    const { model, stream } = requestSchema.parse(body);
    const answer = { id: "chatcmpl-1", created: 0, model };
    const finish = said.kind === "call" ? "tool_calls" : "stop";
    if (!stream) {
      const choice = { index: 0, message: message(said), finish_reason: finish };
      return sendJson(response, { ...answer, object: "chat.completion", choices: [choice], usage: USAGE });
    }
    const chunk = { ...answer, object: "chat.completion.chunk" };
    const events = [
      { ...chunk, choices: [{ index: 0, delta: message(said), finish_reason: null }] },
      { ...chunk, choices: [{ index: 0, delta: {}, finish_reason: finish }] },
      { ...chunk, choices: [], usage: USAGE },
    ];
    sendEvents(response, events, { named: false });
    response.end("data: [DONE]\n\n");
  },
};

function message(said: Said): object {
  if (said.kind === "text") return { role: "assistant", content: said.text };
  const call = { name: said.tool, arguments: JSON.stringify(said.args) };
  return {
    role: "assistant",
    content: null,
    tool_calls: [{ index: 0, id: said.id, type: "function", function: call }],
  };
}
