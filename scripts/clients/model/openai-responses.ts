/** OpenAI's Responses API, as Codex asks it. */
import { z } from "zod";
import { type Dialect, sendEvents, textOf } from "./dialect.ts";
import type { Said } from "./script.ts";

const toolSchema = z.object({
  type: z.string(),
  name: z.string().optional(),
  tools: z.array(z.object({ name: z.string() })).optional(),
});
const requestSchema = z.object({
  tools: z.array(toolSchema).default([]),
  input: z.array(z.looseObject({ type: z.string().optional(), output: z.unknown().optional() })),
});

/** Between the namespace of a server and the name of a tool, which Codex gives apart. */
const JOINT = "::";

export const openaiResponses: Dialect = {
  isAsked: (path) => path.endsWith("/responses"),
  hear: (body) => {
    const { tools, input } = requestSchema.parse(body);
    const results = input.filter(({ type }) => type === "function_call_output").map(({ output }) => textOf(output));
    return { tools: tools.flatMap(namesOf), results };
  },
  say: (response, said) => {
    const item = outputItem(said);
    const answer = { id: "resp_1", object: "response", created_at: 0, model: "scripted", output: [] };
    const usage = { input_tokens: 1, output_tokens: 1, total_tokens: 2 };
    const events = [
      { type: "response.created", response: { ...answer, status: "in_progress" } },
      { type: "response.output_item.added", output_index: 0, item: { ...item, status: "in_progress" } },
      { type: "response.output_item.done", output_index: 0, item: { ...item, status: "completed" } },
      { type: "response.completed", response: { ...answer, status: "completed", output: [item], usage } },
    ];
    sendEvents(response, events, { named: true });
    response.end();
  },
};

/** A server's tools may come as one namespace with the tools inside. */
function namesOf({ name = "", tools }: z.output<typeof toolSchema>): string[] {
  return tools === undefined ? [name] : tools.map((tool) => `${name}${JOINT}_${tool.name}`);
}

function outputItem(said: Said): object {
  if (said.kind === "text")
    return { type: "message", id: "msg_1", role: "assistant", content: [{ type: "output_text", text: said.text }] };
  const [namespace, name = ""] = said.tool.split(`${JOINT}_`);
  const named = name === "" ? { name: said.tool } : { name, namespace };
  return {
    type: "function_call",
    id: `fc_${said.id}`,
    call_id: said.id,
    ...named,
    arguments: JSON.stringify(said.args),
  };
}
