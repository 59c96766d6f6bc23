/** The fields of a simple input, out of the automation's schema. */
import type { ReactElement } from "react";
import { Checkbox } from "../../ui/checkbox.tsx";
import { Field } from "../../ui/field.tsx";
import type { InputField } from "./input-fields.ts";

type InputFormProps = {
  readonly fields: readonly InputField[];
  readonly values: Readonly<Record<string, string>>;
  readonly onChange: (name: string, value: string) => void;
  readonly errorOf: (name: string) => string | undefined;
};

export function InputForm({ fields, values, onChange, errorOf }: InputFormProps): ReactElement {
  if (fields.length === 0) return <p className="text-muted">It takes no input.</p>;
  return (
    <div className="flex flex-col gap-4">
      {fields.map((field) => (
        <OneField
          key={field.name}
          field={field}
          value={values[field.name] ?? ""}
          onChange={(value) => onChange(field.name, value)}
          error={errorOf(field.name)}
        />
      ))}
    </div>
  );
}

type OneFieldProps = {
  readonly field: InputField;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | undefined;
};

function OneField({ field, value, onChange, error }: OneFieldProps): ReactElement {
  if (field.kind === "boolean") {
    return (
      <div>
        <Checkbox checked={value === "true"} onCheckedChange={(isOn) => onChange(isOn ? "true" : "")} hint={field.hint}>
          <span dir="auto" className="wrap-anywhere">
            {field.label}
          </span>
        </Checkbox>
        {error !== undefined && (
          <p role="alert" className="mt-1.5 text-[13px] text-bad">
            {error}
          </p>
        )}
      </div>
    );
  }
  return (
    <Field label={field.isRequired ? field.label : `${field.label} (optional)`} hint={field.hint} error={error}>
      {field.kind === "choice" ? (
        <select className="input select" value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">None</option>
          {field.choices.map((choice, place) => (
            <option key={place} value={String(place)}>
              {typeof choice === "string" ? choice : JSON.stringify(choice)}
            </option>
          ))}
        </select>
      ) : (
        <input
          className="input"
          dir="auto"
          autoComplete="off"
          inputMode={field.kind === "number" ? "decimal" : "text"}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
