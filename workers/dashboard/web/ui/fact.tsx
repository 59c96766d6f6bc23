/** A term and what holds for it, in a `<dl className="facts">`. */
import type { ReactElement, ReactNode } from "react";

type FactProps = { readonly term: string; readonly children: ReactNode };

export function Fact({ term, children }: FactProps): ReactElement {
  return (
    <>
      <dt>{term}</dt>
      <dd dir="auto">{children}</dd>
    </>
  );
}
