/** What MCP clients connect to. */
import type { ReactElement } from "react";
import { useSession } from "../api/session.ts";
import { CopyButton } from "../ui/copy-button.tsx";

type McpEndpointProps = { readonly hint?: string };

export function McpEndpoint({
  hint = "Agents connect here, with a key as their bearer token.",
}: McpEndpointProps): ReactElement {
  const { mcp_url: url } = useSession();
  return (
    <section
      aria-labelledby="mcp-endpoint"
      className="card mt-8 flex flex-wrap items-center gap-x-6 gap-y-3 p-4 sm:px-5"
    >
      <div className="min-w-0 flex-1 basis-64">
        <h2 id="mcp-endpoint" className="label">
          MCP endpoint
        </h2>
        <p className="hint">{hint}</p>
      </div>
      <div className="secret max-w-full min-w-0">
        <code className="min-w-0 flex-1 font-mono text-[13px] break-all select-all">{url}</code>
        <CopyButton text={url} label="Copy MCP endpoint" />
      </div>
    </section>
  );
}
