/** A labelled control with its hint and what is wrong with it; or a labelled group of them. */
import { Field as Base } from "@base-ui/react/field";
import { Fieldset } from "@base-ui/react/fieldset";
import type { ReactElement, ReactNode } from "react";

type FieldProps = {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  /** One input, select or textarea; label, hint and error are tied to it. */
  readonly children: ReactElement<Record<string, unknown>>;
};

export function Field({ label, hint, error, children }: FieldProps): ReactElement {
  return (
    <Base.Root className="flex min-w-0 flex-col gap-1.5" invalid={error !== undefined}>
      <Base.Label className="label">{label}</Base.Label>
      <Base.Control render={children} />
      {hint !== undefined && <Base.Description className="hint">{hint}</Base.Description>}
      {error !== undefined && (
        <Base.Error match className="text-[13px] text-bad">
          {error}
        </Base.Error>
      )}
    </Base.Root>
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
    <Fieldset.Root className="min-w-0">
      <Fieldset.Legend className="label mb-2">{legend}</Fieldset.Legend>
      {children}
      {error !== undefined && (
        <p role="alert" className="mt-1.5 text-[13px] text-bad">
          {error}
        </p>
      )}
    </Fieldset.Root>
  );
}
