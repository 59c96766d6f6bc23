/** A box to tick, alone: in rows, which name it with `aria-label`; with a text beside it is a `Checkbox`. */
import { type ComponentProps, type ReactElement, useEffect, useRef } from "react";

type TickProps = Omit<ComponentProps<"input">, "type" | "className" | "ref"> & {
  readonly checked: boolean;
  readonly indeterminate?: boolean;
};

export function Tick({ indeterminate = false, ...rest }: TickProps): ReactElement {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = indeterminate;
  }, [indeterminate]);
  return <input {...rest} ref={box} type="checkbox" className="check tick mt-0.5" />;
}
