/** How one vendor's API puts a conversation, and how it is answered. */
import type { ServerResponse } from "node:http";
import type { Heard, Said } from "./script.ts";

export type Dialect = {
  /** Whether a path of the model's server is one of this API's. */
  readonly isAsked: (path: string) => boolean;
  /** Reads the request's body; throws for one that is none of this API's. */
  readonly hear: (body: unknown) => Heard;
  /** Answers the way that the request asked for: as a stream of events, or as one JSON. */
  readonly say: (response: ServerResponse, said: Said, body: unknown) => void;
};

/** Sends events and ends; an event's `event:` line is its `type` where the API names its events. */
export function sendEvents(response: ServerResponse, events: readonly object[], { named }: { named: boolean }): void {
  response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-cache" });
  for (const event of events) {
    if (named && "type" in event) response.write(`event: ${String(event.type)}\n`);
    response.write(`data: ${JSON.stringify(event)}\n\n`);
  }
}

export function sendJson(response: ServerResponse, body: object): void {
  response.writeHead(200, { "Content-Type": "application/json" });
  response.end(JSON.stringify(body));
}

/** The text of a tool's result, which APIs give as a string, or as a list of parts. */
export function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (Array.isArray(content)) return content.map(textOf).join("\n");
  if (typeof content === "object" && content !== null && "text" in content) return String(content.text);
  return JSON.stringify(content ?? "");
}
