/** A short explanation of what is under the pointer or has the focus. Never the only place where something is said. */
import { Tooltip as Base } from "@base-ui/react/tooltip";
import type { ReactElement, ReactNode } from "react";

type TooltipProps = { readonly content: ReactNode; readonly children: ReactElement<Record<string, unknown>> };

/** Around one focusable element. */
export function Tooltip({ content, children }: TooltipProps): ReactElement {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} className="z-60">
          <Base.Popup className="tooltip">{content}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** Once, around the app: lets neighbouring tooltips open without delay. */
export const TooltipProvider = Base.Provider;
