/** A part of the settings: what it is about at the left or on top, its controls in a card. */
import { type ReactElement, type ReactNode, useId } from "react";

type SectionProps = { readonly title: string; readonly text?: ReactNode; readonly children: ReactNode };

export function Section({ title, text, children }: SectionProps): ReactElement {
  const heading = useId();
  return (
    <section aria-labelledby={heading} className="settings-section">
      <div>
        <h2 id={heading} className="label">
          {title}
        </h2>
        {text !== undefined && <p className="hint mt-0.5">{text}</p>}
      </div>
      <div className="card min-w-0">{children}</div>
    </section>
  );
}
