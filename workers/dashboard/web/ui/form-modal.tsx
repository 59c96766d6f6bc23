/** A dialog that is one form: Cancel and its act at the foot, and above them why the whole of it was refused. */
import { type ReactElement, type ReactNode, useId } from "react";
import { Button } from "./button.tsx";
import { Modal, type ModalProps } from "./modal.tsx";
import { Notice } from "./notice.tsx";

type FormModalProps = Pick<ModalProps, "open" | "onClose" | "title" | "description" | "width"> & {
  /** The verb on the primary button: "Create event". */
  readonly act: string;
  /** By the button, or by Enter in a field. */
  readonly onSubmit: () => void;
  /** While the request is under way it cannot be closed, or sent again. */
  readonly busy: boolean;
  /** `true` while there is nothing to send. */
  readonly blocked?: boolean;
  /** Of the form as a whole; what is wrong with a field is said there. */
  readonly failure: string | undefined;
  readonly children: ReactNode;
};

export function FormModal(props: FormModalProps): ReactElement {
  const { act, onSubmit, busy, blocked = false, failure, children, ...modal } = props;
  const form = useId();
  return (
    <Modal
      {...modal}
      locked={busy}
      footer={
        <>
          <Button onClick={modal.onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} loading={busy} disabled={blocked}>
            {act}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="flex flex-col gap-4"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        {children}
        {failure !== undefined && <Notice tone="bad">{failure}</Notice>}
      </form>
    </Modal>
  );
}
