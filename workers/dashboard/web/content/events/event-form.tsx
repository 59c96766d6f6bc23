/** Asks for what an event is, for a new one or to change one. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import type { Event } from "#shared/content/events.ts";
import { answerOf, api } from "../../api/client.ts";
import { Field } from "../../ui/field.tsx";
import { FormModal } from "../../ui/form-modal.tsx";
import { Select } from "../../ui/select.tsx";
import { toast } from "../../ui/toast.tsx";
import { fieldError, formError } from "../form-errors.ts";
import { type EventFields, fieldsOf, flawOfTimes, newEventOf, patchOf } from "./event-fields.ts";
import { EVENT_STATUSES } from "./event-status.tsx";
import { EVENTS } from "./events-query.ts";

type EventFormProps = {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly workspace: string;
  /** `null` for a new one. */
  readonly event: Event | null;
};

const PATHS = ["/title", "/venue", "/starts_at", "/ends_at", "/notes"] as const;

export function EventForm({ open, onClose, workspace, event }: EventFormProps): ReactElement {
  const [before] = useState(() => fieldsOf(event));
  const [fields, setFields] = useState(before);
  const [isTried, setTried] = useState(false);
  const save = useSaveEvent({ workspace, event, onClose });
  const flaw = isTried ? flawOfTimes(fields) : null;
  const failure = formError(save.error, PATHS);
  const submit = (): void => {
    setTried(true);
    if (flawOfTimes(fields) === null) save.mutate({ before, now: fields });
  };
  return (
    <FormModal
      open={open}
      onClose={onClose}
      busy={save.isPending}
      title={event === null ? "Create event" : "Edit event"}
      description="Times are in your own time zone."
      act={event === null ? "Create event" : "Save event"}
      onSubmit={submit}
      failure={failure}
    >
      <EventInputs
        fields={fields}
        onChange={(changed) => setFields({ ...fields, ...changed })}
        errors={{
          title: fieldError(save.error, "/title"),
          venue: fieldError(save.error, "/venue"),
          starts: flaw?.starts ?? fieldError(save.error, "/starts_at"),
          ends: flaw?.ends ?? fieldError(save.error, "/ends_at"),
          notes: fieldError(save.error, "/notes"),
        }}
      />
    </FormModal>
  );
}

type EventInputsProps = {
  readonly fields: EventFields;
  readonly onChange: (changed: Partial<EventFields>) => void;
  readonly errors: Readonly<Partial<Record<keyof EventFields, string | undefined>>>;
};

function EventInputs({ fields, onChange, errors }: EventInputsProps): ReactElement {
  return (
    <>
      <Field label="Title" error={errors.title}>
        <input
          className="input"
          dir="auto"
          autoComplete="off"
          value={fields.title}
          onChange={(event) => onChange({ title: event.target.value })}
        />
      </Field>
      <Field label="Venue" error={errors.venue}>
        <input
          className="input"
          dir="auto"
          autoComplete="off"
          value={fields.venue}
          onChange={(event) => onChange({ venue: event.target.value })}
        />
      </Field>
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
        <Field label="Starts" error={errors.starts}>
          <input
            type="datetime-local"
            className="input"
            value={fields.starts}
            onChange={(event) => onChange({ starts: event.target.value })}
          />
        </Field>
        <Field label="Ends" error={errors.ends}>
          <input
            type="datetime-local"
            className="input"
            value={fields.ends}
            onChange={(event) => onChange({ ends: event.target.value })}
          />
        </Field>
      </div>
      <Field label="Status">
        <Select value={fields.status} onChange={(status) => onChange({ status })} options={STATUSES} />
      </Field>
      <Field label="Notes" error={errors.notes}>
        <textarea
          className="input textarea"
          dir="auto"
          rows={4}
          value={fields.notes}
          onChange={(event) => onChange({ notes: event.target.value })}
        />
      </Field>
    </>
  );
}

const STATUSES = (
  ["draft", "confirmed", "live", "done", "cancelled"] as const satisfies readonly Event["status"][]
).map((value) => ({ value, label: EVENT_STATUSES[value].label }));

type Saving = Pick<EventFormProps, "workspace" | "event" | "onClose">;
type Change = { readonly before: EventFields; readonly now: EventFields };

function useSaveEvent({ workspace, event, onClose }: Saving) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ before, now }: Change): Promise<Event> => {
      if (event === null) {
        return answerOf(api.v1.events.$post({ query: { workspace }, json: newEventOf(now) }));
      }
      const patch = patchOf(before, now);
      if (Object.keys(patch).length === 0) return event;
      return answerOf(api.v1.events[":id"].$patch({ param: { id: event.id }, json: patch }));
    },
    onSuccess: async ({ title }) => {
      onClose();
      toast({ title: `${event === null ? "Created" : "Saved"} “${title}”` });
      await Promise.all([
        queries.invalidateQueries({ queryKey: EVENTS }),
        queries.invalidateQueries({ queryKey: ["production"] }),
      ]);
    },
  });
}
