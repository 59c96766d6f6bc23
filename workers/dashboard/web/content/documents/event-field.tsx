/** Which event a document belongs to, if any. */
import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { Field } from "../../ui/field.tsx";
import { useEventChoices } from "../events/event-choices.ts";
import { EventOptions } from "../events/event-options.tsx";
import { eventQuery } from "../events/events-query.ts";

type EventFieldProps = {
  readonly workspace: string;
  /** An event's id, or "". */
  readonly value: string;
  readonly onChange: (value: string) => void;
};

export function EventField({ workspace, value, onChange }: EventFieldProps): ReactElement {
  const choices = useEventChoices(workspace);
  const { data: chosen } = useQuery({ ...eventQuery(value), enabled: value !== "" });
  return (
    <Field label="Event">
      <select className="input select" value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">None</option>
        <EventOptions choices={choices} chosen={value === "" ? undefined : chosen} />
      </select>
    </Field>
  );
}
