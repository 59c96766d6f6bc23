/** Dialogs: head, scrolling body, foot. A bottom sheet on a narrow screen. Focus goes in, is kept, and comes back. */
import { AlertDialog } from "@base-ui/react/alert-dialog";
import { Dialog } from "@base-ui/react/dialog";
import type { ReactElement, ReactNode, RefObject } from "react";
import { classNames } from "./class-names.ts";

export type ModalProps = {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  readonly footer?: ReactNode;
  /** `alert`: asks about something final, and a click outside does not answer. */
  readonly kind?: "dialog" | "alert";
  /** `true` while a request is under way: it cannot be closed. */
  readonly locked?: boolean;
  readonly width?: "narrow" | "normal" | "wide";
  /** What gets the focus first; by default the first control. */
  readonly initialFocus?: RefObject<HTMLElement | null> | (() => HTMLElement | boolean);
};

/** Controlled: the caller decides what `onClose` does, and may refuse. */
export function Modal(props: ModalProps): ReactElement {
  const { open, onClose, title, description, children, footer, kind, locked = false, width = "normal" } = props;
  const Part = kind === "alert" ? AlertDialog : Dialog;
  return (
    <Part.Root
      open={open}
      onOpenChange={(isOpen, event) => {
        if (isOpen) return;
        // NOTE: the caller's state decides, so that a dialog with a secret in it can stay.
        event.cancel();
        if (!locked) onClose();
      }}
    >
      <Part.Portal>
        <Part.Backdrop className="backdrop fixed inset-0 z-40 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Part.Popup
          className={classNames("modal", `modal-${width}`)}
          {...(props.initialFocus === undefined ? {} : { initialFocus: props.initialFocus })}
        >
          <div className="modal-head">
            <Part.Title className="text-base font-semibold">{title}</Part.Title>
            {description !== undefined && <Part.Description className="hint mt-1">{description}</Part.Description>}
          </div>
          <div className="modal-body">{children}</div>
          {footer !== undefined && <div className="modal-foot">{footer}</div>}
        </Part.Popup>
      </Part.Portal>
    </Part.Root>
  );
}
