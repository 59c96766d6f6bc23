/** Asks for what a production item is, for a new one or to change one. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import type { ProductionItem } from "#shared/content/production.ts";
import { answerOf, api } from "../../api/client.ts";
import { Field } from "../../ui/field.tsx";
import { FormModal } from "../../ui/form-modal.tsx";
import { Select } from "../../ui/select.tsx";
import { toast } from "../../ui/toast.tsx";
import { fieldError, formError } from "../form-errors.ts";
import { fieldsOf, type ItemFields, newItemOf, patchOf } from "./item-fields.ts";
import { ITEM_STATUSES, labelOf } from "./item-status.tsx";
import { PRODUCTION } from "./production-query.ts";

type ItemFormProps = {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly workspace: string;
  readonly event: string;
  /** `null` for a new one. */
  readonly item: ProductionItem | null;
};

const PATHS = ["/title", "/department", "/assignee", "/due_at", "/note"] as const;

export function ItemForm(props: ItemFormProps): ReactElement {
  const { open, onClose, item } = props;
  const [before] = useState(() => fieldsOf(item));
  const [fields, setFields] = useState(before);
  const save = useSaveItem(props);
  const failure = formError(save.error, PATHS);
  return (
    <FormModal
      open={open}
      onClose={onClose}
      busy={save.isPending}
      title={item === null ? "Create production item" : "Edit production item"}
      act={item === null ? "Create item" : "Save item"}
      onSubmit={() => save.mutate({ before, now: fields })}
      failure={failure}
    >
      <ItemInputs
        fields={fields}
        onChange={(changed) => setFields({ ...fields, ...changed })}
        errorOf={(path) => fieldError(save.error, path)}
      />
    </FormModal>
  );
}

type ItemInputsProps = {
  readonly fields: ItemFields;
  readonly onChange: (changed: Partial<ItemFields>) => void;
  readonly errorOf: (path: (typeof PATHS)[number]) => string | undefined;
};

function ItemInputs({ fields, onChange, errorOf }: ItemInputsProps): ReactElement {
  const line = (name: "title" | "department" | "assignee"): ReactElement<Record<string, unknown>> => (
    <input
      className="input"
      dir="auto"
      autoComplete="off"
      value={fields[name]}
      onChange={(event) => onChange({ [name]: event.target.value })}
    />
  );
  return (
    <>
      <Field label="Title" error={errorOf("/title")}>
        {line("title")}
      </Field>
      <Field label="Department" hint="Who does it: sound, light, catering." error={errorOf("/department")}>
        {line("department")}
      </Field>
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
        <Field label="Status">
          <Select value={fields.status} onChange={(status) => onChange({ status })} options={STATUSES} />
        </Field>
        <Field label="Assignee" error={errorOf("/assignee")}>
          {line("assignee")}
        </Field>
      </div>
      <Field label="Due" hint="In your own time zone." error={errorOf("/due_at")}>
        <input
          type="datetime-local"
          className="input"
          value={fields.due}
          onChange={(event) => onChange({ due: event.target.value })}
        />
      </Field>
      <Field label="Note" error={errorOf("/note")}>
        <textarea
          className="input textarea"
          dir="auto"
          rows={3}
          value={fields.note}
          onChange={(event) => onChange({ note: event.target.value })}
        />
      </Field>
    </>
  );
}

const STATUSES = ITEM_STATUSES.map((value) => ({ value, label: labelOf(value) }));

type Change = { readonly before: ItemFields; readonly now: ItemFields };

function useSaveItem({ workspace, event, item, onClose }: ItemFormProps) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ before, now }: Change): Promise<ProductionItem> => {
      if (item === null) {
        const json = { ...newItemOf(now), event_id: event };
        return answerOf(api.v1.production.items.$post({ query: { workspace }, json }));
      }
      const patch = patchOf(before, now);
      if (Object.keys(patch).length === 0) return item;
      return answerOf(api.v1.production.items[":id"].$patch({ param: { id: item.id }, json: patch }));
    },
    onSuccess: async ({ title }) => {
      onClose();
      toast({ title: `${item === null ? "Created" : "Saved"} “${title}”` });
      await queries.invalidateQueries({ queryKey: PRODUCTION });
    },
  });
}
