/** Somebody else has saved the document since it was opened: shows theirs, and asks which of the two is kept. */
import { type ReactElement, useRef } from "react";
import { Button } from "../../ui/button.tsx";
import { Modal } from "../../ui/modal.tsx";
import { Time } from "../../ui/time.tsx";
import type { Editor } from "./editor-state.ts";

export function ChangedMeanwhileDialog({ editor }: { readonly editor: Editor }): ReactElement {
  const { theirs } = editor;
  const last = useRef(theirs);
  if (theirs !== null) last.current = theirs;
  const shown = last.current;
  const stay = useRef<HTMLButtonElement>(null);
  return (
    <Modal
      kind="alert"
      open={theirs !== null}
      onClose={editor.goOn}
      locked={editor.isSaving}
      width="wide"
      initialFocus={stay}
      title="Somebody else changed this document"
      description="Nothing was saved. Keep writing to merge by hand, take their version and lose yours, or save yours over it."
      footer={
        <>
          <Button ref={stay} onClick={editor.goOn}>
            Keep writing
          </Button>
          <Button onClick={() => theirs !== null && editor.take(theirs)}>Take theirs</Button>
          <Button variant="danger" loading={editor.isSaving} onClick={() => editor.save(true)}>
            Save mine over it
          </Button>
        </>
      }
    >
      {shown !== null && (
        <div className="flex flex-col gap-3">
          <p>
            <span dir="auto" className="font-medium wrap-anywhere">
              {shown.title}
            </span>
            , saved <Time at={shown.updated_at} />
          </p>
          <textarea
            readOnly
            aria-label="Their version"
            className="input textarea textarea-code"
            dir="auto"
            rows={12}
            value={shown.body}
          />
        </div>
      )}
    </Modal>
  );
}
