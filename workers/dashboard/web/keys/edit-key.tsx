/** Changes what a key may do: sends what was changed and nothing else, for the key as it was when it was opened. */
import { useQueryClient } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import type { Key } from "#shared/management/keys.ts";
import { answerOf, api } from "../api/client.ts";
import { ProblemError } from "../api/problem-error.ts";
import { useSession } from "../api/session.ts";
import { Button } from "../ui/button.tsx";
import { Modal } from "../ui/modal.tsx";
import { Notice } from "../ui/notice.tsx";
import { toast } from "../ui/toast.tsx";
import { changeOf, draftOf, type KeyDraft } from "./key-draft.ts";
import { KeyForm } from "./key-form.tsx";
import { KEYS, showKey } from "./keys-query.ts";
import { receiptOf } from "../api/receipt.ts";
import { takenAway } from "./taken-away.ts";
import { useKeyForm } from "./use-key-form.ts";

type EditKeyProps = { readonly open: boolean; readonly onClose: () => void; readonly editedKey: Key };

export function EditKey({ open, onClose, editedKey }: EditKeyProps): ReactElement {
  const [key, setKey] = useState(editedKey);
  const [isOutdated, setOutdated] = useState(false);
  const fresh = (current: Key): void => {
    setOutdated(true);
    setKey(current);
  };
  // Keyed by its state: who was late begins anew with what is there now.
  return (
    <EditForm key={key.etag} open={open} onClose={onClose} editedKey={key} onFresh={fresh} isOutdated={isOutdated} />
  );
}

type EditFormProps = EditKeyProps & { readonly isOutdated: boolean; readonly onFresh: (key: Key) => void };

function EditForm({ open, onClose, editedKey: key, isOutdated, onFresh }: EditFormProps): ReactElement {
  const { workspaces } = useSession();
  const before = draftOf(key);
  const form = useKeyForm(before, useSave({ key, onClose, onFresh }));
  const losses = takenAway(key, form.draft, workspaces);
  return (
    <Modal
      open={open}
      onClose={onClose}
      locked={form.isBusy}
      title="Edit access"
      description={`What “${key.name}” may do. Its secret stays the same.`}
      footer={
        <>
          <Button disabled={form.isBusy} onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" form="edit-key" loading={form.isBusy}>
            Save changes
          </Button>
        </>
      }
    >
      <KeyForm
        id="edit-key"
        draft={form.draft}
        onChange={form.change}
        flaws={form.flaws}
        onSubmit={form.submit}
        failedCount={form.failedCount}
        before={before}
        expiresAt={key.expires_at}
      >
        {isOutdated && (
          <div role="alert">
            <Notice>
              Somebody else changed this key meanwhile. Nothing of yours was saved; this is how it is now.
            </Notice>
          </div>
        )}
        <div role="status">
          {losses.length > 0 && (
            <Notice>
              <b>Taken away at once:</b> {losses.join(" ")}
            </Notice>
          )}
        </div>
        {form.rest !== null && (
          <div role="alert">
            <Notice tone="bad">{form.rest}</Notice>
          </div>
        )}
      </KeyForm>
    </Modal>
  );
}

type SaveProps = { readonly key: Key; readonly onClose: () => void; readonly onFresh: (key: Key) => void };

function useSave({ key, onClose, onFresh }: SaveProps): (draft: KeyDraft) => Promise<void> {
  const queries = useQueryClient();
  return async (draft) => {
    const change = changeOf(key, draft, Date.now());
    if (change === null) {
      onClose();
      return;
    }
    try {
      const request = { param: { id: key.id }, header: { "If-Match": `"${key.etag}"` }, json: change };
      const changed = await answerOf(api.v1.keys[":id"].$patch(request));
      showKey(queries, changed.key);
      toast({ title: "Access changed", description: `“${changed.key.name}”. ${receiptOf(changed.propagation)}` });
      onClose();
    } catch (error) {
      if (!(error instanceof ProblemError && error.code === "changed_meanwhile")) throw error;
      onFresh(await answerOf(api.v1.keys[":id"].$get({ param: { id: key.id } })));
    } finally {
      void queries.invalidateQueries({ queryKey: KEYS });
    }
  };
}
