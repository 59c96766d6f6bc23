/** Asks for a title, and for the event that it belongs to; the text is written on the document's own page. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import { answerOf, api } from "../../api/client.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Modal } from "../../ui/modal.tsx";
import { Notice } from "../../ui/notice.tsx";
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
    <Modal
      open={open}
      onClose={onClose}
      locked={create.isPending}
      title="Create document"
      description="Write it on the next page, in Markdown."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="create-document" loading={create.isPending}>
            Create document
          </Button>
        </>
      }
    >
      <form
        id="create-document"
        className="flex flex-col gap-4"
        onSubmit={(submitted) => {
          submitted.preventDefault();
          create.mutate();
        }}
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
        {failure !== undefined && <Notice tone="bad">{failure}</Notice>}
      </form>
    </Modal>
  );
}
