/** How a client is connected without a key: it is given the address, and has its person sign in. Nothing is created here. */
import type { ReactElement } from "react";
import type { McpClient } from "#shared/mcp-clients.ts";
import { Button } from "../ui/button.tsx";
import { Modal } from "../ui/modal.tsx";
import { Way } from "./way.tsx";

type SignInClientProps = {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly client: McpClient;
  /** Makes a key for it instead. */
  readonly onUseKey: () => void;
};

export function SignInClient({ open, onClose, client, onUseKey }: SignInClientProps): ReactElement {
  return (
    <Modal
      open={open}
      onClose={onClose}
      width="wide"
      title={`Connect ${client.label}`}
      description="It needs no key: it sends you here to sign in and allow it."
      footer={
        <>
          <Button onClick={onUseKey}>Use a key instead</Button>
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <Way client={client} form="sign-in" secret={null} allowsQuery={false} />
    </Modal>
  );
}
