/** How much a key, or an app, was used in the last days: a sparkline and a number. */
import type { ReactElement } from "react";
import type { Key } from "#shared/management/keys.ts";
import { compactNumber } from "../charts/compact-number.ts";
import { Sparkline } from "../charts/sparkline.tsx";

export function Requests({ usage }: Pick<Key, "usage">): ReactElement {
  const total = usage?.total ?? 0;
  return (
    <div className="c3 flex items-end gap-3 min-[1000px]:block">
      {usage !== undefined && total > 0 && <Sparkline counts={usage.days} />}
      <div className="text-xs text-muted tabular-nums min-[1000px]:mt-0.5">
        {total === 0 ? "No requests" : `${compactNumber(total)} ${total === 1 ? "request" : "requests"}`}
        <span className="sr-only"> in 14 days</span>
      </div>
    </div>
  );
}
