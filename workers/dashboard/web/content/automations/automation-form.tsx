/** Asks for what an automation is: its name, its webhook, and what its input looks like. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import { answerOf, api } from "../../api/client.ts";
import { ProblemError } from "../../api/problem-error.ts";
import type { Automation } from "./automation.ts";
import { Field } from "../../ui/field.tsx";
import { FormModal } from "../../ui/form-modal.tsx";
import { fieldError, formError } from "../form-errors.ts";
import { AUTOMATIONS } from "./automations-query.ts";
import { type JsonObject, prettyJson, readJsonObject } from "./json-text.ts";

type AutomationFormProps = {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly workspace: string;
  /** `null` for a new one. */
  readonly automation: Automation | null;
  readonly onSaved: (automation: Automation) => void;
};

type Fields = { readonly name: string; readonly description: string; readonly url: string; readonly schema: string };

const PATHS = ["/name", "/description", "/url", "/input_schema"] as const;

export function AutomationForm(props: AutomationFormProps): ReactElement {
  const { open, onClose, automation } = props;
  const [before] = useState(() => fieldsOf(automation));
  const [fields, setFields] = useState(before);
  const [flaw, setFlaw] = useState<string | undefined>(undefined);
  const save = useSaveAutomation(props);
  const failure = formError(save.error, PATHS);
  const submit = (): void => {
    const schema = readJsonObject(fields.schema);
    setFlaw(schema.ok ? undefined : schema.flaw);
    if (schema.ok) save.mutate({ before, now: fields, schema: schema.value });
  };
  return (
    <FormModal
      open={open}
      onClose={onClose}
      busy={save.isPending}
      width="wide"
      title={automation === null ? "Create automation" : "Edit automation"}
      description="A webhook that agents can run with an input: n8n, Make, Zapier, or your own."
      act={automation === null ? "Create automation" : "Save automation"}
      onSubmit={submit}
      failure={failure}
    >
      <Inputs
        fields={fields}
        onChange={(changed) => setFields({ ...fields, ...changed })}
        errorOf={(path) =>
          path === "/input_schema" ? (flaw ?? schemaError(save.error)) : fieldError(save.error, path)
        }
      />
    </FormModal>
  );
}

type InputsProps = {
  readonly fields: Fields;
  readonly onChange: (changed: Partial<Fields>) => void;
  readonly errorOf: (path: (typeof PATHS)[number]) => string | undefined;
};

function Inputs({ fields, onChange, errorOf }: InputsProps): ReactElement {
  return (
    <>
      <Field label="Name" error={errorOf("/name")}>
        <input
          className="input"
          dir="auto"
          autoComplete="off"
          value={fields.name}
          onChange={(event) => onChange({ name: event.target.value })}
        />
      </Field>
      <Field
        label="Description"
        hint="What it does and when to run it. Agents choose by this."
        error={errorOf("/description")}
      >
        <textarea
          className="input textarea"
          dir="auto"
          rows={2}
          value={fields.description}
          onChange={(event) => onChange({ description: event.target.value })}
        />
      </Field>
      <Field label="Webhook URL" hint="https, on the public internet. It is called with POST." error={errorOf("/url")}>
        <input
          type="url"
          inputMode="url"
          className="input"
          autoComplete="off"
          spellCheck={false}
          placeholder="https://example.com/webhook/…"
          value={fields.url}
          onChange={(event) => onChange({ url: event.target.value })}
        />
      </Field>
      <Field label="Input schema" hint="JSON Schema of the input; an object." error={errorOf("/input_schema")}>
        <textarea
          className="input textarea textarea-code"
          rows={10}
          spellCheck={false}
          value={fields.schema}
          onChange={(event) => onChange({ schema: event.target.value })}
        />
      </Field>
    </>
  );
}

/** With the place in the schema that is meant. */
function schemaError(error: unknown): string | undefined {
  const message = fieldError(error, "/input_schema");
  const place = error instanceof ProblemError ? error.placeIn("/input_schema") : undefined;
  return message === undefined || place === undefined ? message : `At ${place}: ${message}`;
}

function fieldsOf(automation: Automation | null): Fields {
  return {
    name: automation?.name ?? "",
    description: automation?.description ?? "",
    url: automation?.url ?? "",
    schema: prettyJson(automation?.input_schema ?? { type: "object", properties: {}, required: [] }),
  };
}

type Change = { readonly before: Fields; readonly now: Fields; readonly schema: JsonObject };

function useSaveAutomation({ workspace, automation, onClose, onSaved }: AutomationFormProps) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ before, now, schema }: Change): Promise<Automation> => {
      if (automation === null) {
        const { name, description, url } = now;
        const json = { name, description, url: url.trim(), input_schema: schema };
        // NOTE: the answer has the signing secret in it; only the automation goes on from here.
        return (await answerOf(api.v1.automations.$post({ query: { workspace }, json }))).automation;
      }
      const patch = {
        ...(now.name === before.name ? {} : { name: now.name }),
        ...(now.description === before.description ? {} : { description: now.description }),
        ...(now.url === before.url ? {} : { url: now.url.trim() }),
        ...(now.schema === before.schema ? {} : { input_schema: schema }),
      };
      if (Object.keys(patch).length === 0) return automation;
      return answerOf(api.v1.automations[":id"].$patch({ param: { id: automation.id }, json: patch }));
    },
    onSuccess: async (saved) => {
      onClose();
      onSaved(saved);
      await queries.invalidateQueries({ queryKey: AUTOMATIONS });
    },
  });
}
