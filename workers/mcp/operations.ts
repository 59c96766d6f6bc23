/**
 * What a message is about to do, as usage names it, and whether it counts against the rate limit. Names come from this
 * table and the tools' alone, never from the caller, so that nobody can fill the statistics with inventions.
 */
import type { Glimpse } from "./message.ts";
import { findTool } from "./tools/table.ts";

/** `free`: what clients send in bursts when they connect; many drop the server for good when one is refused. */
type Meter = "free" | "metered";

const METHODS: ReadonlyMap<string, Meter> = new Map([
  ["initialize", "free"],
  ["server/discover", "free"],
  ["ping", "free"],
  ["subscriptions/listen", "free"],
  ["tools/list", "free"],
  ["tools/call", "metered"],
  ["resources/list", "free"],
  ["resources/templates/list", "free"],
  ["resources/read", "metered"],
  ["prompts/list", "free"],
  ["prompts/get", "metered"],
  ["completion/complete", "metered"],
]);

/** Whether requests of this method are served at all. */
export function isServed(method: string): boolean {
  return METHODS.has(method);
}

export type NamedOperation = { readonly name: string; readonly metered: boolean };

/** The operation of a POSTed message: the tool's name for a call of a tool that exists, else the method's. */
export function operationOf({ method, name, id }: Glimpse): NamedOperation {
  if (method === null) return { name: "message", metered: true };
  if (id === null && method.startsWith("notifications/")) return { name: "notification", metered: false };
  const meter = METHODS.get(method);
  if (meter === undefined) return { name: "unknown method", metered: true };
  const tool = method === "tools/call" && name !== null ? findTool(name) : undefined;
  return { name: tool?.name ?? method, metered: meter === "metered" };
}
