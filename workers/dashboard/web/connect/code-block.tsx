/** Text to copy exactly as it is: a command, or a file with its place. */
import type { ReactElement } from "react";
import { CopyButton } from "../ui/copy-button.tsx";

type CodeBlockProps = {
  readonly title: string;
  readonly text: string;
  /** Its accessible name. */
  readonly label: string;
};

export function CodeBlock({ title, text, label }: CodeBlockProps): ReactElement {
  return (
    <div className="code-block">
      <div className="code-head">
        <span className="min-w-0 wrap-anywhere">{title}</span>
        <CopyButton text={text} label={`Copy ${label}`} hint="Copy" />
      </div>
      <pre className="code" tabIndex={0} role="region" aria-label={label}>
        {text}
      </pre>
    </div>
  );
}
