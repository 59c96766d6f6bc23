/** Anthropic's Messages API, as Claude Code asks it. */
import { z } from "zod";
import { type Dialect, sendEvents, sendJson, textOf } from "./dialect.ts";
import type { Said } from "./script.ts";

const partSchema = z.looseObject({ type: z.string(), content: z.unknown().optional() });
const requestSchema = z.object({
  model: z.string(),
  stream: z.boolean().default(false),
  tools: z.array(z.object({ name: z.string() })).default([]),
  messages: z.array(z.object({ content: z.union([z.string(), z.array(partSchema)]) })),
});

const USAGE = { input_tokens: 1, output_tokens: 1 };

export const anthropic: Dialect = {
  isAsked: (path) => path.endsWith("/v1/messages"),
  hear: (body) => {
    const { tools, messages } = requestSchema.parse(body);
    const parts = messages.flatMap(({ content }) => (typeof content === "string" ? [] : content));
    const results = parts.filter(({ type }) => type === "tool_result").map(({ content }) => textOf(content));
    return { tools: tools.map(({ name }) => name), results };
  },
  say: (response, said, body) => {
    const { model, stream } = requestSchema.parse(body);
    const block = contentBlock(said);
    const stopped = { stop_reason: said.kind === "call" ? "tool_use" : "end_turn", stop_sequence: null };
    const message = { id: "msg_1", type: "message", role: "assistant", model, usage: USAGE };
    if (!stream) return sendJson(response, { ...message, ...stopped, content: [block.whole] });
    const events = [
      { type: "message_start", message: { ...message, content: [], stop_reason: null, stop_sequence: null } },
      { type: "content_block_start", index: 0, content_block: block.empty },
      { type: "content_block_delta", index: 0, delta: block.delta },
      { type: "content_block_stop", index: 0 },
      { type: "message_delta", delta: stopped, usage: USAGE },
      { type: "message_stop" },
    ];
    sendEvents(response, events, { named: true });
    response.end();
  },
};

function contentBlock(said: Said): { whole: object; empty: object; delta: object } {
  if (said.kind === "text") {
    const { text } = said;
    return { whole: { type: "text", text }, empty: { type: "text", text: "" }, delta: { type: "text_delta", text } };
  }
  const block = { type: "tool_use", id: said.id, name: said.tool };
  const delta = { type: "input_json_delta", partial_json: JSON.stringify(said.args) };
  return { whole: { ...block, input: said.args }, empty: { ...block, input: {} }, delta };
}
