/** A box to tick, with its text, alone or in a group. */
import { Checkbox as Base } from "@base-ui/react/checkbox";
import { Check } from "lucide-react";
import type { ComponentProps, ReactElement, ReactNode } from "react";

export { CheckboxGroup } from "@base-ui/react/checkbox-group";

type CheckboxProps = Omit<ComponentProps<typeof Base.Root>, "children" | "className"> & {
  readonly children: ReactNode;
  /** One line under the text. */
  readonly hint?: ReactNode;
};

/** In a `CheckboxGroup`, `value` says which. */
export function Checkbox({ children, hint, ...rest }: CheckboxProps): ReactElement {
  return (
    <label className="flex items-start gap-2.5">
      <CheckBox {...rest} />
      <span className="min-w-0">
        {children}
        {hint !== undefined && <span className="hint block">{hint}</span>}
      </span>
    </label>
  );
}

/** The box alone; the caller names it with `aria-label`. */
export function CheckBox(props: Omit<ComponentProps<typeof Base.Root>, "children" | "className">): ReactElement {
  return (
    <Base.Root {...props} className="check mt-0.5">
      <Base.Indicator>
        <Check size={12} strokeWidth={3} aria-hidden />
      </Base.Indicator>
    </Base.Root>
  );
}
