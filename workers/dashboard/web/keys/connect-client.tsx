/** Makes a key for a client and shows how to connect it. An id that no client has makes a key for whatever it may be. */
import { lazy, type ReactElement, Suspense } from "react";
import { isMcpClientId, type McpClient, mcpClient } from "#shared/mcp-clients.ts";
import { isPublicHttps } from "#shared/mcp-clients/connection.ts";
import { useSession } from "../api/session.ts";
import { loadCreateKey } from "./load-create-key.ts";

const CreateKey = lazy(() => loadCreateKey().then((module) => ({ default: module.CreateKey })));

type ConnectClientProps = {
  readonly open: boolean;
  readonly onClose: () => void;
  /** As the address has it. */
  readonly clientId: string;
};

export function ConnectClient({ clientId, ...rest }: ConnectClientProps): ReactElement {
  const { mcp_url: url } = useSession();
  const client = isMcpClientId(clientId) ? mcpClient(clientId) : null;
  return (
    <Suspense>
      <CreateKey {...rest} client={client} replaced={null} warning={client === null ? null : outOfReach(client, url)} />
    </Suspense>
  );
}

/** Said before a key is made in vain. */
function outOfReach({ calls, label }: McpClient, url: string): string | null {
  if (calls === "machine" || isPublicHttps(url)) return null;
  return `${label} calls from the internet and cannot reach ${url}. It needs the https address of a deployment.`;
}
