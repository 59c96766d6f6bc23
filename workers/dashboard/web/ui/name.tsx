/** A text that a person chose, in quotes or bare, kept from spilling into the sentence around it. */
import type { ReactElement } from "react";

type NameProps = { readonly children: string; readonly bare?: boolean };

/** Isolated, so that a right-to-left name leaves the rest of the line as it is. */
export function Name({ children, bare = false }: NameProps): ReactElement {
  const name = <bdi className="wrap-anywhere">{children}</bdi>;
  return bare ? name : <>“{name}”</>;
}
