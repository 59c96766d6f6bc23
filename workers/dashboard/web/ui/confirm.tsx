/** Asks before something final: names the thing, says the consequence, and has the focus on Cancel. */
import { type ReactElement, type ReactNode, useRef } from "react";
import { Button } from "./button.tsx";
import { Modal } from "./modal.tsx";

type ConfirmProps = {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly description: string;
  /** The verb on the red button: "Delete key". */
  readonly act: string;
  readonly onAct: () => void;
  readonly busy: boolean;
  /** Notices, lists of what is concerned. */
  readonly children?: ReactNode;
  /** A gentler way out, beside Cancel. */
  readonly instead?: ReactNode;
  /** `true` until the caller's own condition holds, as a typed name. */
  readonly blocked?: boolean;
};

export function Confirm(props: ConfirmProps): ReactElement {
  const { open, onClose, title, description, act, onAct, busy, children, instead, blocked = false } = props;
  const cancel = useRef<HTMLButtonElement>(null);
  return (
    <Modal
      kind="alert"
      open={open}
      onClose={onClose}
      locked={busy}
      width="narrow"
      title={title}
      description={description}
      initialFocus={cancel}
      footer={
        <>
          <Button ref={cancel} onClick={onClose}>
            Cancel
          </Button>
          {instead}
          <Button variant="danger" loading={busy} disabled={blocked} onClick={onAct}>
            {act}
          </Button>
        </>
      }
    >
      {children}
    </Modal>
  );
}
