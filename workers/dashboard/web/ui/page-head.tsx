/** The top of a page: its one `h1`, one sentence, and its one primary action. Sets the document's title. */
import { type ReactElement, type ReactNode, useEffect } from "react";

type PageHeadProps = {
  readonly title: string;
  readonly text?: ReactNode;
  readonly actions?: ReactNode;
};

export function PageHead({ title, text, actions }: PageHeadProps): ReactElement {
  useTitle(title);
  return (
    <div className="flex flex-wrap items-end justify-between gap-4">
      <div className="min-w-0">
        <h1 className="text-xl font-semibold tracking-tight wrap-break-word">{title}</h1>
        {text !== undefined && <p className="mt-0.5 max-w-prose text-muted">{text}</p>}
      </div>
      {actions !== undefined && <div className="flex flex-wrap gap-2">{actions}</div>}
    </div>
  );
}

/** For pages whose head is their own. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Latchkey`;
  }, [title]);
}
