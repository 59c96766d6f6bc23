/** One of a few, all of them shown. */
import { Radio as Base } from "@base-ui/react/radio";
import type { ReactElement, ReactNode } from "react";

export { RadioGroup } from "@base-ui/react/radio-group";

type RadioProps = { readonly value: string; readonly children: ReactNode; readonly hint?: ReactNode };

/** In a `RadioGroup`. */
export function Radio({ value, children, hint }: RadioProps): ReactElement {
  return (
    <label className="flex items-start gap-2.5">
      <Base.Root value={value} className="check radio mt-0.5" />
      <span className="min-w-0">
        {children}
        {hint !== undefined && <span className="hint block">{hint}</span>}
      </span>
    </label>
  );
}
