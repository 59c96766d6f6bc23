/** On or off, at once. */
import { Switch as Base } from "@base-ui/react/switch";
import type { ReactElement } from "react";

type SwitchProps = {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  /** Its accessible name. */
  readonly label: string;
  readonly disabled?: boolean;
  readonly id?: string;
};

export function Switch({ checked, onChange, label, disabled = false, id }: SwitchProps): ReactElement {
  return (
    <Base.Root
      checked={checked}
      onCheckedChange={(isOn) => onChange(isOn)}
      {...(id === undefined ? {} : { id })}
      aria-label={label}
      disabled={disabled}
      className="switch"
    >
      <Base.Thumb className="switch-thumb" />
    </Base.Root>
  );
}
