/** Runs an automation once, for real, and shows how its webhook answered. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import { answerOf, api } from "../../api/client.ts";
import { messageOf, ProblemError } from "../../api/problem-error.ts";
import type { Automation } from "./automation.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Modal } from "../../ui/modal.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { fieldError } from "../form-errors.ts";
import { AUTOMATIONS } from "./automations-query.ts";
import { initialValues, inputFields, inputOf, type InputField } from "./input-fields.ts";
import { InputForm } from "./input-form.tsx";
import { type JsonObject, prettyJson, readJsonObject } from "./json-text.ts";
import { RunAnswer, runNumbers, RunStatus } from "./run-outcome.tsx";

type TestRunProps = { readonly automation: Automation; readonly open: boolean; readonly onClose: () => void };

export function TestRun({ automation, open, onClose }: TestRunProps): ReactElement {
  const input = useInput(automation);
  const run = useRun(automation.id);
  const submit = (): void => {
    const read = input.read();
    if (read !== null) run.mutate(read);
  };
  return (
    <Modal
      open={open}
      onClose={onClose}
      locked={run.isPending}
      width="wide"
      title="Test run"
      description={`Calls ${automation.host} for real, and waits up to 10 seconds for the answer.`}
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button variant="primary" type="submit" form="test-run" loading={run.isPending}>
            {run.data === undefined ? "Run" : "Run again"}
          </Button>
        </>
      }
    >
      <form
        id="test-run"
        className="flex flex-col gap-4"
        noValidate
        onSubmit={(submitted) => {
          submitted.preventDefault();
          submit();
        }}
      >
        <p dir="auto" className="font-medium wrap-anywhere">
          {automation.name}
        </p>
        <InputParts input={input} error={run.error} />
      </form>
      <div aria-live="polite" className="mt-5">
        {run.data !== undefined && (
          <section aria-labelledby="run-result" className="border-t border-line pt-4">
            <h3 id="run-result" className="label mb-2 flex flex-wrap items-baseline gap-x-3">
              Result <RunStatus status={run.data.status} />
              <span className="text-[13px] font-normal text-muted tabular-nums">{runNumbers(run.data)}</span>
            </h3>
            <RunAnswer run={run.data} />
          </section>
        )}
      </div>
    </Modal>
  );
}

type Mode = "form" | "json";

type Input = {
  /** `null` where the schema is not simple enough for a form. */
  readonly fields: readonly InputField[] | null;
  readonly values: Readonly<Record<string, string>>;
  readonly setValue: (name: string, value: string) => void;
  readonly mode: Mode;
  readonly setMode: (mode: Mode) => void;
  readonly text: string;
  readonly setText: (text: string) => void;
  readonly flaw: string | undefined;
  /** The input; `null`, with a flaw to show, where the text is none. */
  readonly read: () => JsonObject | null;
};

function useInput(automation: Automation): Input {
  const [fields] = useState(() => inputFields(automation.input_schema));
  const [values, setValues] = useState(() => initialValues(fields ?? []));
  const [mode, setMode] = useState<Mode>(fields === null ? "json" : "form");
  const [text, setText] = useState("{}");
  const [flaw, setFlaw] = useState<string | undefined>(undefined);
  return {
    fields,
    values,
    setValue: (name, value) => setValues({ ...values, [name]: value }),
    mode,
    setMode: (chosen) => {
      if (chosen === "json" && fields !== null) setText(prettyJson(inputOf(fields, values)));
      setMode(chosen);
    },
    text,
    setText,
    flaw,
    read: () => {
      if (mode === "form" && fields !== null) return inputOf(fields, values);
      const reading = readJsonObject(text);
      setFlaw(reading.ok ? undefined : reading.flaw);
      return reading.ok ? reading.value : null;
    },
  };
}

function InputParts({ input, error }: { readonly input: Input; readonly error: Error | null }): ReactElement {
  const { fields, mode } = input;
  const place = error instanceof ProblemError ? error.placeIn("/input") : undefined;
  const isBeside = mode === "form" && fields?.some(({ name }) => place?.split("/")[1] === name) === true;
  const message = fieldError(error, "/input") ?? (error === null ? undefined : messageOf(error));
  return (
    <>
      {fields !== null && fields.length > 0 && (
        <Tabs
          label="Input as"
          look="seg"
          value={mode}
          onChange={input.setMode}
          tabs={[
            { value: "form", label: "Form" },
            { value: "json", label: "JSON" },
          ]}
        />
      )}
      {mode === "form" && fields !== null ? (
        <InputForm
          fields={fields}
          values={input.values}
          onChange={input.setValue}
          errorOf={(name) => fieldError(error, `/input/${name}`)}
        />
      ) : (
        <Field label="Input" hint="A JSON object, as the input schema describes it." error={input.flaw}>
          <textarea
            className="input textarea textarea-code"
            rows={8}
            spellCheck={false}
            value={input.text}
            onChange={(event) => input.setText(event.target.value)}
          />
        </Field>
      )}
      {message !== undefined && !isBeside && (
        <Notice tone="bad">
          {place === undefined ? "" : `At ${place}: `}
          {message} Nothing was run.
        </Notice>
      )}
    </>
  );
}

function useRun(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (input: JsonObject) =>
      answerOf(api.v1.automations[":id"].run.$post({ param: { id }, json: { input } })),
    onSettled: () => queries.invalidateQueries({ queryKey: [...AUTOMATIONS, "runs", id] }),
  });
}
