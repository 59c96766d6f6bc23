/** Every client that can be connected, by kind; choosing one begins with signing in, or with a key for it. */
import type { ReactElement } from "react";
import { MCP_CLIENTS, type McpClientId } from "#shared/mcp-clients.ts";
import { CLIENT_GROUPS } from "./client-groups.ts";

export function ConnectCard({ onChoose }: { readonly onChoose: (client: McpClientId) => void }): ReactElement {
  return (
    <section aria-labelledby="connect-card" className="card mt-5 p-4 sm:p-5">
      <h2 id="connect-card" className="label">
        Connect to an AI agent
      </h2>
      <p className="hint">
        Choose where you work. Some apps sign in with your browser; for the others a key is made, because stored keys
        cannot be shown. Then everything is ready to paste.
      </p>
      <div className="mt-4 grid gap-4">
        {CLIENT_GROUPS.map(({ value, label }) => (
          <div key={value} className="client-group">
            <h3 id={`clients-${value.replace(" ", "-")}`} className="hint">
              {label}
            </h3>
            <ul className="flex flex-wrap gap-1.5" aria-labelledby={`clients-${value.replace(" ", "-")}`}>
              {MCP_CLIENTS.filter(({ group }) => group === value).map((client) => (
                <li key={client.id}>
                  <button type="button" className="btn btn-sm" onClick={() => onChoose(client.id)}>
                    {client.label}
                  </button>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </section>
  );
}
