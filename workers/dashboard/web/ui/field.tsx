/** A labelled control with its hint and what is wrong with it; or a labelled group of them. */
import { cloneElement, type ReactElement, type ReactNode, useId } from "react";

type FieldProps = {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  /** One input, select or textarea, or a component that passes `id` and `aria-*` on to one; it is tied to the rest. */
  readonly children: ReactElement<Record<string, unknown>>;
};

export function Field({ label, hint, error, children }: FieldProps): ReactElement {
  const id = useId();
  const hints = [hint === undefined ? null : `${id}-hint`, error === undefined ? null : `${id}-error`];
  const describedBy = hints.filter((name) => name !== null).join(" ");
  // NOTE: by attributes alone. Base UI's own control also listens, and breaks controls that say a value, not an event.
  const control = cloneElement(children, {
    id,
    ...(describedBy === "" ? {} : { "aria-describedby": describedBy }),
    ...(error === undefined ? {} : { "aria-invalid": true }),
  });
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <label htmlFor={id} className="label">
        {label}
      </label>
      {control}
      {hint !== undefined && (
        <div id={`${id}-hint`} className="hint">
          {hint}
        </div>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} role="alert" className="text-[13px] wrap-anywhere text-bad">
          {error}
        </p>
      )}
    </div>
  );
}

type FieldGroupProps = {
  readonly legend: ReactNode;
  readonly children: ReactNode;
  readonly error?: string | undefined;
};

/** For checkboxes and radios that belong together. */
export function FieldGroup({ legend, children, error }: FieldGroupProps): ReactElement {
  return (
    <fieldset className="min-w-0">
      <legend className="label mb-2">{legend}</legend>
      {children}
      {error !== undefined && (
        <p role="alert" className="mt-1.5 text-[13px] text-bad">
          {error}
        </p>
      )}
    </fieldset>
  );
}
