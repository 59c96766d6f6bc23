/** Stands for rows that are on their way; shown only when they take longer than a moment. */
import { type ReactElement, useEffect, useState } from "react";

const PATIENCE_MS = 300;

type SkeletonProps = { readonly rows?: number };

export function Skeleton({ rows = 5 }: SkeletonProps): ReactElement | null {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!isLate) return null;
  return (
    <div className="mt-8 grid gap-3" role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="skeleton h-16" />
      ))}
    </div>
  );
}
