/** Asks for a name and makes a workspace of which the person is the owner. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import { answerOf, api } from "../api/client.ts";
import { messageOf, ProblemError } from "../api/problem-error.ts";
import { sessionQuery } from "../api/session.ts";
import { Field } from "../ui/field.tsx";
import { FormModal } from "../ui/form-modal.tsx";

type CreateWorkspaceProps = {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onCreated: (id: string) => void;
};

export function CreateWorkspace({ open, onClose, onCreated }: CreateWorkspaceProps): ReactElement {
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const create = useMutation({
    mutationFn: () => answerOf(api.v1.workspaces.$post({ json: { name: name.trim() } })),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries(sessionQuery);
      setName("");
      onClose();
      onCreated(id);
    },
  });
  const wrongName = create.error instanceof ProblemError ? create.error.field("/name") : undefined;
  return (
    <FormModal
      open={open}
      onClose={onClose}
      busy={create.isPending}
      width="narrow"
      title="Create workspace"
      description="Events, documents and production status live in a workspace. You can invite others."
      act="Create workspace"
      blocked={name.trim() === ""}
      onSubmit={() => create.mutate()}
      failure={create.error === null || wrongName !== undefined ? undefined : messageOf(create.error)}
    >
      <Field label="Name" error={wrongName}>
        <input
          className="input"
          required
          maxLength={80}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
    </FormModal>
  );
}
