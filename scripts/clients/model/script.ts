/** What the scripted model says in a conversation, whatever API it is asked by. Pure but for what a script does. */

/** A tool to call. */
export type WantedCall = { readonly tool: string; readonly args: Readonly<Record<string, unknown>> };

/** What a request to the model holds. */
export type Heard = {
  /** The names of the tools that it may call. */
  readonly tools: readonly string[];
  /** What the calls so far were answered with, in their order. */
  readonly results: readonly string[];
};

/** What the model says next. */
export type Said =
  | { readonly kind: "call"; readonly id: string; readonly tool: string; readonly args: WantedCall["args"] }
  | { readonly kind: "text"; readonly text: string };

/** The calls to make, one after the other; `prepare` is awaited once before the call of that number is said. */
export type Script = {
  readonly calls: readonly WantedCall[];
  readonly prepare: (index: number) => Promise<void>;
};

/** The name under which a client offers a tool of a server: most put the server's before it. */
export function offeredName(tools: readonly string[], tool: string): string | undefined {
  return tools.find((name) => name === tool || name.endsWith(`_${tool}`) || name.endsWith(`-${tool}`));
}

/** The next of a script's calls, or the last result in words. A tool that is not offered is called all the same. */
export function nextSaid({ tools, results }: Heard, calls: readonly WantedCall[]): Said {
  const call = calls[results.length];
  const isConnected = calls.some(({ tool }) => offeredName(tools, tool) !== undefined);
  if (!isConnected) return { kind: "text", text: "There are no tools." };
  if (call === undefined) return { kind: "text", text: `The tool said: ${results.at(-1) ?? ""}` };
  const tool = offeredName(tools, call.tool) ?? call.tool;
  return { kind: "call", id: `call_${results.length + 1}`, tool, args: call.args };
}
