/** Deletes the workspace once its name was typed. */
import { useMutation } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import { answerOf, api } from "../api/client.ts";
import { useForgetWorkspace } from "../api/forget-workspace.ts";
import { messageOf } from "../api/problem-error.ts";
import { receiptOf } from "../api/receipt.ts";
import type { Workspace } from "../api/session.ts";
import { Confirm } from "../ui/confirm.tsx";
import { Field } from "../ui/field.tsx";
import { Name } from "../ui/name.tsx";
import { Notice } from "../ui/notice.tsx";
import { toast } from "../ui/toast.tsx";

type DeleteWorkspaceProps = { readonly workspace: Workspace; readonly open: boolean; readonly onClose: () => void };

export function DeleteWorkspace({ workspace, open, onClose }: DeleteWorkspaceProps): ReactElement {
  const [typed, setTyped] = useState("");
  const forget = useForgetWorkspace();
  const remove = useMutation({
    mutationFn: () =>
      answerOf(api.v1.workspaces[":id"].$delete({ param: { id: workspace.id }, query: { name: typed.trim() } })),
    onSuccess: async ({ propagation }) => {
      onClose();
      toast({ title: `“${workspace.name}” is deleted`, description: receiptOf(propagation) });
      await forget(workspace.id);
    },
  });
  return (
    <Confirm
      open={open}
      onClose={() => {
        onClose();
        setTyped("");
        remove.reset();
      }}
      title={`Delete “${workspace.name}”?`}
      description="Its events, documents, production items and automations go for good. Every key and app that reaches it loses it at once; they stay, for other workspaces."
      act="Delete workspace"
      onAct={() => remove.mutate()}
      busy={remove.isPending}
      blocked={typed.trim() !== workspace.name.trim()}
    >
      <div className="grid grid-cols-1 gap-3">
        <p>
          Type <strong className="font-semibold">{<Name bare>{workspace.name}</Name>}</strong> to delete it.
        </p>
        <Field label="Name of the workspace">
          <input
            className="input"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            dir="auto"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </Field>
        {remove.error !== null && <Notice tone="bad">{messageOf(remove.error)}</Notice>}
      </div>
    </Confirm>
  );
}
