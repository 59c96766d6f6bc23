/** How to connect a client with a key that exists: its text cannot be shown again, so it names a variable that has it. */
import { lazy, type ReactElement, Suspense } from "react";
import type { Key } from "#shared/management/keys.ts";
import { loadConnectHelper } from "../connect/load-connect-helper.ts";
import { Button } from "../ui/button.tsx";
import { Modal } from "../ui/modal.tsx";
import { Notice } from "../ui/notice.tsx";
import type { KeyDialog } from "./key-dialogs.tsx";

const ConnectHelper = lazy(() => loadConnectHelper().then((module) => ({ default: module.ConnectHelper })));

type ConnectKeyProps = {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly connectedKey: Key;
  readonly onDialog: (dialog: KeyDialog) => void;
};

export function ConnectKey({ open, onClose, connectedKey: key, onDialog }: ConnectKeyProps): ReactElement {
  return (
    <Modal
      open={open}
      onClose={onClose}
      width="wide"
      title="Connect an agent"
      description={`With “${key.name}”.`}
      footer={
        <>
          <Button onClick={() => onDialog({ kind: "rotate", key })}>Rotate secret…</Button>
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <div className="flex min-w-0 flex-col gap-5">
        <Notice tone="info">
          Stored keys cannot be shown. With its text at hand, set a variable as below; else rotate the secret, or create
          a key for the agent.
        </Notice>
        <Suspense fallback={<div className="skeleton h-48" />}>
          <ConnectHelper
            secret={null}
            allowsQuery={key.allow_query}
            client={null}
            onCreate={(clientId) => onDialog({ kind: "connect", clientId })}
          />
        </Suspense>
      </div>
    </Modal>
  );
}
