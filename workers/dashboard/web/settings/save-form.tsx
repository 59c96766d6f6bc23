/** A form in a card: its fields, what went wrong, and a button that saves once something was changed. */
import type { ReactElement, ReactNode } from "react";
import { messageOf } from "../api/problem-error.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";

type SaveFormProps = {
  readonly children: ReactNode;
  readonly isChanged: boolean;
  readonly isBusy: boolean;
  /** An error that no field shows. */
  readonly error: Error | null;
  readonly onSave: () => void;
  /** The verb on the button. */
  readonly act?: string;
};

export function SaveForm({ children, isChanged, isBusy, error, onSave, act = "Save" }: SaveFormProps): ReactElement {
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged && !isBusy) onSave();
      }}
    >
      <div className="flex flex-col gap-5 p-4 sm:p-5">
        {children}
        {error !== null && <Notice tone="bad">{messageOf(error)} Nothing was saved.</Notice>}
      </div>
      <div className="card-foot">
        <Button type="submit" variant={isChanged ? "primary" : undefined} disabled={!isChanged} loading={isBusy}>
          {act}
        </Button>
      </div>
    </form>
  );
}
