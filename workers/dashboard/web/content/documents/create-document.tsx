/** Asks for a title, and for the event that it belongs to; the text is written on the document's own page. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import { answerOf, api } from "../../api/client.ts";
import { Field } from "../../ui/field.tsx";
import { FormModal } from "../../ui/form-modal.tsx";
import { fieldError, formError } from "../form-errors.ts";
import { EventField } from "./event-field.tsx";
import { DOCUMENTS } from "./documents-query.ts";

type CreateDocumentProps = {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly workspace: string;
  readonly onCreated: (id: string) => void;
};

export function CreateDocument({ open, onClose, workspace, onCreated }: CreateDocumentProps): ReactElement {
  const queries = useQueryClient();
  const [title, setTitle] = useState("");
  const [event, setEvent] = useState("");
  const create = useMutation({
    mutationFn: () =>
      answerOf(
        api.v1.documents.$post({
          query: { workspace },
          json: { title, body: "", event_id: event === "" ? null : event },
        }),
      ),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: DOCUMENTS });
      onCreated(id);
    },
  });
  const failure = formError(create.error, ["/title"]);
  return (
    <FormModal
      open={open}
      onClose={onClose}
      busy={create.isPending}
      title="Create document"
      description="Write it on the next page, in Markdown."
      act="Create document"
      onSubmit={() => create.mutate()}
      failure={failure}
    >
      <Field label="Title" error={fieldError(create.error, "/title")}>
        <input
          className="input"
          dir="auto"
          autoComplete="off"
          value={title}
          onChange={(typed) => setTitle(typed.target.value)}
        />
      </Field>
      <EventField workspace={workspace} value={event} onChange={setEvent} />
    </FormModal>
  );
}
