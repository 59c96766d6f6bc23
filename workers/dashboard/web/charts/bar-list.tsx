/** Shares of a whole, the largest first: a plain list, with a bar behind each. */
import type { ReactElement, ReactNode } from "react";
import { compactNumber } from "./compact-number.ts";

export type Share = { readonly key: string; readonly label: ReactNode; readonly count: number };

type BarListProps = { readonly shares: readonly Share[]; readonly empty: string };

export function BarList({ shares, empty }: BarListProps): ReactElement {
  const most = Math.max(1, ...shares.map((share) => share.count));
  const total = Math.max(
    1,
    shares.reduce((sum, share) => sum + share.count, 0),
  );
  if (shares.length === 0) return <p className="hint py-2">{empty}</p>;
  return (
    <ul className="barlist">
      {shares.map(({ key, label, count }) => (
        <li key={key}>
          <span className="bar" style={{ width: `${(count / most) * 100}%` }} aria-hidden="true" />
          <span className="n" dir="auto">
            {label}
          </span>
          <span className="v">
            {compactNumber(count)} <small>{Math.round((count / total) * 100)}%</small>
          </span>
        </li>
      ))}
    </ul>
  );
}
