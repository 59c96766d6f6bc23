/** Makes a key for a client and shows how to connect it. An id that no client has makes a key for whatever it may be. */
import { lazy, type ReactElement, Suspense } from "react";
import { isMcpClientId, mcpClient } from "#shared/mcp-clients.ts";
import { loadCreateKey } from "./load-create-key.ts";

const CreateKey = lazy(() => loadCreateKey().then((module) => ({ default: module.CreateKey })));

type ConnectClientProps = {
  readonly open: boolean;
  readonly onClose: () => void;
  /** As the address has it. */
  readonly clientId: string;
};

export function ConnectClient({ clientId, ...rest }: ConnectClientProps): ReactElement {
  return (
    <Suspense>
      <CreateKey {...rest} client={isMcpClientId(clientId) ? mcpClient(clientId) : null} />
    </Suspense>
  );
}
