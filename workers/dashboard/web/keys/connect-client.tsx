/**
 * Connects a client from nothing: it signs in, or a key is made for it, whichever it does best, and the other is a click
 * away. An id that no client has makes a key for whatever it may be.
 */
import { lazy, type ReactElement, Suspense, useState } from "react";
import { isMcpClientId, type McpClient, mcpClient } from "#shared/mcp-clients.ts";
import { canSignIn, isOutOfReach } from "#shared/mcp-clients/forms.ts";
import { useSession } from "../api/session.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { loadCreateKey } from "./load-create-key.ts";

const CreateKey = lazy(() => loadCreateKey().then((module) => ({ default: module.CreateKey })));
const SignInClient = lazy(() =>
  import("../connect/sign-in-client.tsx").then((module) => ({ default: module.SignInClient })),
);

type ConnectClientProps = {
  readonly open: boolean;
  readonly onClose: () => void;
  /** As the address has it. */
  readonly clientId: string;
};

export function ConnectClient({ clientId, ...rest }: ConnectClientProps): ReactElement {
  const { mcp_url: url } = useSession();
  const client = isMcpClientId(clientId) ? mcpClient(clientId) : null;
  const signingIn = client !== null && canSignIn(client, url) ? client : null;
  const [isSigningIn, setSigningIn] = useState(signingIn?.best === "sign-in");
  if (signingIn !== null && isSigningIn)
    return (
      <Suspense>
        <SignInClient {...rest} client={signingIn} onUseKey={() => setSigningIn(false)} />
      </Suspense>
    );
  const advice =
    signingIn === null ? (
      <OutOfReach client={client} />
    ) : (
      <SignInInstead client={signingIn} onChoose={() => setSigningIn(true)} />
    );
  return (
    <Suspense>
      <CreateKey {...rest} client={client} replaced={null} advice={advice} />
    </Suspense>
  );
}

type SignInInsteadProps = { readonly client: McpClient; readonly onChoose: () => void };

function SignInInstead({ client, onChoose }: SignInInsteadProps): ReactElement {
  return (
    <Advice tone="info">
      {client.label} needs no key where you can sign in with a browser. A key works without a browser, too.
      <Button size="small" className="mt-2 block" onClick={onChoose}>
        Sign in instead
      </Button>
    </Advice>
  );
}

/** Said before a key is made in vain. */
function OutOfReach({ client }: { readonly client: McpClient | null }): ReactElement | null {
  const { mcp_url: url } = useSession();
  if (client === null || !isOutOfReach(client, url)) return null;
  return (
    <Advice tone="warn">
      {client.label} calls from the internet and cannot reach {url}. It needs the https address of a deployment.
    </Advice>
  );
}

function Advice(props: Parameters<typeof Notice>[0]): ReactElement {
  return (
    <div className="mb-4">
      <Notice {...props} />
    </div>
  );
}
