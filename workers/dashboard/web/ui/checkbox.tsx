/** A box to tick, with its text. The browser's own one: it weighs nothing, and every helper knows it. */
import { type ReactElement, type ReactNode, useId } from "react";
import { Tick } from "./tick.tsx";

type CheckboxProps = {
  readonly checked: boolean;
  readonly onCheckedChange: (checked: boolean) => void;
  readonly children: ReactNode;
  /** One line under the text. */
  readonly hint?: ReactNode;
  readonly disabled?: boolean;
  /** Some of what it stands for is chosen, and some is not. */
  readonly indeterminate?: boolean;
  readonly "aria-describedby"?: string;
};

export function Checkbox({ children, hint, onCheckedChange, ...rest }: CheckboxProps): ReactElement {
  const id = useId();
  const describedBy = [hint === undefined ? undefined : `${id}-hint`, rest["aria-describedby"]];
  const descriptions = describedBy.filter((name) => name !== undefined).join(" ");
  return (
    <div className="flex items-start gap-2.5">
      <Tick
        {...rest}
        id={id}
        onChange={(event) => onCheckedChange(event.target.checked)}
        {...(descriptions === "" ? {} : { "aria-describedby": descriptions })}
      />
      <div className="min-w-0 flex-1">
        <label htmlFor={id} className="block">
          {children}
        </label>
        {hint !== undefined && (
          <div id={`${id}-hint`} className="hint">
            {hint}
          </div>
        )}
      </div>
    </div>
  );
}
