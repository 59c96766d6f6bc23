/** Buttons: one primary per view, `danger` for what is final, `ghost` for what stands in a row. */
import { LoaderCircle } from "lucide-react";
import type { ComponentProps, MouseEvent, ReactElement } from "react";
import { classNames } from "./class-names.ts";

export type ButtonProps = ComponentProps<"button"> & {
  readonly variant?: "primary" | "danger" | "ghost" | undefined;
  readonly size?: "small" | "icon" | "icon-small" | undefined;
  /** Keeps its label, shows a spinner, and takes no second press. */
  readonly loading?: boolean | undefined;
};

const SIZES = { small: "btn-sm", icon: "btn-icon", "icon-small": "btn-icon btn-xs" } as const;

/** An icon alone needs `aria-label`, and a tooltip around it. */
export function Button({ variant, size, loading = false, className, children, ...rest }: ButtonProps): ReactElement {
  return (
    <button
      type="button"
      {...rest}
      // NOTE: not `disabled` while it loads: a disabled button loses the focus, and a keyboard its place.
      aria-disabled={loading || rest["aria-disabled"]}
      aria-busy={loading || undefined}
      onClick={loading ? refuse : rest.onClick}
      className={classNames("btn", variant && `btn-${variant}`, size && SIZES[size], className)}
    >
      {loading && <LoaderCircle size={14} className="animate-spin" aria-hidden />}
      {children}
    </button>
  );
}

/** Of a submit button too: Enter in a field presses it. */
function refuse(event: MouseEvent): void {
  event.preventDefault();
}
