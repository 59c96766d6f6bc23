/** A connection of a client that a program drives: one shape for all of them. */
import { z } from "zod";
import type { Attempt } from "./attempt.ts";

const toolResultSchema = z.object({
  isError: z.boolean().optional(),
  content: z.array(z.object({ text: z.string() })),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
});
export type ToolResult = z.output<typeof toolResultSchema>;

/** Reads what a client hands back for a call; throws for anything else. */
export function toolResult(given: unknown): ToolResult {
  return toolResultSchema.parse(given);
}

export type Session = {
  readonly tools: () => Promise<string[]>;
  readonly call: (name: string, args: Readonly<Record<string, unknown>>) => Promise<ToolResult>;
  readonly close: () => Promise<void>;
};

/** One that shows all that a server offers. */
export type FullSession = Session & {
  readonly resources: () => Promise<string[]>;
  readonly prompts: () => Promise<string[]>;
};

/** Where to, and with what. */
export type Target = {
  /** The address of `/mcp`. */
  readonly url: string;
  /** `null`: without any. */
  readonly key: string | null;
};

/** The headers that have the key, as the connect helper's programs set them. */
export function bearer(key: string | null): Record<string, string> {
  return key === null ? {} : { Authorization: `Bearer ${key}` };
}

/** Where an attempt goes. */
export function targetOf({ url, credential }: Attempt): Target {
  return { url, key: "key" in credential ? credential.key : null };
}
