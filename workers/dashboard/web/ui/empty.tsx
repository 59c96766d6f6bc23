/** Where a list would be, while there is nothing in it: what it is for, and how to begin. */
import type { LucideIcon } from "lucide-react";
import type { ReactElement, ReactNode } from "react";

type EmptyProps = {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly text: ReactNode;
  readonly actions?: ReactNode;
};

export function Empty({ icon: Icon, title, text, actions }: EmptyProps): ReactElement {
  return (
    <div className="card mt-8 grid justify-items-center px-6 py-16 text-center">
      <span className="grid size-11 place-items-center rounded-xl border border-line bg-sunken text-muted">
        <Icon size={20} aria-hidden />
      </span>
      <h2 className="mt-4 font-medium">{title}</h2>
      <p className="mt-1 max-w-sm text-muted">{text}</p>
      {actions !== undefined && <div className="mt-5 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
