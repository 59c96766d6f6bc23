/**
 * A model that follows a script, at a loopback address, by whichever API a client asks it: it calls the tools it was
 * told to, then says what the last one said. Knows nothing, keeps what it heard of one conversation.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { listen, stop } from "#test/node/loopback.ts";
import { anthropic } from "./anthropic.ts";
import type { Dialect } from "./dialect.ts";
import { gemini } from "./gemini.ts";
import { openaiChat } from "./openai-chat.ts";
import { openaiResponses } from "./openai-responses.ts";
import { type Heard, nextSaid, offeredName, type Script } from "./script.ts";

const DIALECTS: readonly Dialect[] = [anthropic, openaiChat, openaiResponses, gemini];

/** What is asked beside the conversation, and must not be told from a real model's. */
const MODELS = { object: "list", data: [{ id: "scripted", object: "model" }] };

export type Model = {
  /** Without a slash at the end. */
  readonly url: string;
  /** The most that was heard in one request: the tools offered last, and all results. */
  readonly heard: () => Heard;
  readonly stop: () => Promise<void>;
};

/** Starts it on a port of its own. */
export async function startModel(script: Script): Promise<Model> {
  let heard: Heard = { tools: [], results: [] };
  const prepared = new Map<number, Promise<void>>();
  const server = createServer((request, response) => {
    answer(request, response).catch((thrown: unknown) => {
      response.writeHead(400, { "Content-Type": "application/json" });
      response.end(JSON.stringify({ error: { message: String(thrown) } }));
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? "/", "http://model").pathname;
    const sent = await text(request);
    const dialect = DIALECTS.find(({ isAsked }) => isAsked(path));
    if (dialect === undefined || request.method !== "POST") {
      response.writeHead(200, { "Content-Type": "application/json" });
      response.end(JSON.stringify(MODELS));
      return;
    }
    const body: unknown = JSON.parse(sent);
    const now = dialect.hear(body);
    const isTalk = script.calls.some(({ tool }) => offeredName(now.tools, tool) !== undefined);
    if (isTalk) heard = now;
    const index = now.results.length;
    // A client may ask the same twice: what belongs before a call is done once.
    if (isTalk && !prepared.has(index) && index < script.calls.length) prepared.set(index, script.prepare(index));
    await prepared.get(index);
    dialect.say(response, nextSaid(now, script.calls), body);
  }

  const port = await listen(server);
  return { url: `http://127.0.0.1:${port}`, heard: () => heard, stop: () => stop(server) };
}
