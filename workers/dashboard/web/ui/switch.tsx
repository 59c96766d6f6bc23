/** On or off, at once. */
import type { ReactElement } from "react";

type SwitchProps = {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  /** Its accessible name. */
  readonly label: string;
  readonly disabled?: boolean;
  readonly id?: string;
};

/** A plain button: Space and Enter press it. */
export function Switch({ checked, onChange, label, ...rest }: SwitchProps): ReactElement {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={checked}
      aria-label={label}
      {...rest}
      className="switch"
      onClick={() => onChange(!checked)}
    >
      <span className="switch-thumb" />
    </button>
  );
}
