/** An AI agent's side of MCP: the official client, with the key in its header. */
import { Client, SdkHttpError, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { z } from "zod";

export type Agent = {
  readonly tools: readonly string[];
  /** The structured content of a tool's result, read with `schema`. */
  readonly use: <S extends z.ZodType>(tool: string, input: Record<string, unknown>, schema: S) => Promise<z.output<S>>;
  /** The sentence that a call was refused with; throws when it was allowed. */
  readonly refusal: (tool: string) => Promise<string>;
  readonly leave: () => Promise<void>;
};

const rpcErrorSchema = z.object({ error: z.object({ message: z.string() }) });

/** Connects and lists the tools. */
export async function connectAgent(url: string, key: string): Promise<Agent> {
  const client = new Client({ name: "latchkey-demo", version: "1.0.0" }, { versionNegotiation: { mode: "auto" } });
  const headers = { Authorization: `Bearer ${key}` };
  await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit: { headers } }));
  const { tools } = await client.listTools();
  return {
    tools: tools.map((tool) => tool.name),
    use: async (tool, input, schema) => {
      const result = await client.callTool({ name: tool, arguments: input });
      if (result.isError === true) throw new Error(`${tool} failed: ${JSON.stringify(result.content)}`);
      return schema.parse(result.structuredContent);
    },
    refusal: async (tool) => {
      try {
        await client.callTool({ name: tool, arguments: {} });
      } catch (thrown) {
        return refusalSentence(thrown);
      }
      throw new Error(`${tool} should have been refused`);
    },
    leave: async () => client.close(),
  };
}

/** The server's own sentence, out of what the client made of it. */
function refusalSentence(thrown: unknown): string {
  if (!(thrown instanceof SdkHttpError)) return String(thrown);
  const json = /\{.*\}/s.exec(thrown.message);
  if (json === null) return thrown.message;
  const parsed = rpcErrorSchema.safeParse(JSON.parse(json[0]));
  return parsed.success ? parsed.data.error.message : thrown.message;
}
