/** A link that is shown once, with its copy button. */
import type { ReactElement } from "react";
import { CopyButton } from "../ui/copy-button.tsx";

type ShownLinkProps = {
  readonly url: string;
  /** Whose link it is. */
  readonly who: string;
};

export function ShownLink({ url, who }: ShownLinkProps): ReactElement {
  return (
    <div className="secret" role="group" aria-label={`Link for ${who}`}>
      <code className="min-w-0 flex-1 truncate font-mono text-[12.5px]" dir="ltr">
        {url}
      </code>
      <CopyButton text={url} label="Copy link" variant="primary" size="small">
        Copy link
      </CopyButton>
    </div>
  );
}
