/** A moment, as far away as it is; its exact date, time and zone on hover and focus. */
import { type ReactElement, useEffect, useState } from "react";
import { relativeTime } from "#shared/relative-time.ts";
import { Tooltip } from "./tooltip.tsx";

const TICK_MS = 30_000;
const exact = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "long" });

type TimeProps = {
  /** ISO 8601. */
  readonly at: string;
};

export function Time({ at }: TimeProps): ReactElement {
  const now = useNow();
  const atMs = Date.parse(at);
  return (
    <Tooltip content={exact.format(atMs)}>
      <time tabIndex={0} className="reltime" dateTime={at}>
        {relativeTime(atMs, now)}
      </time>
    </Tooltip>
  );
}

/** The current time, in epoch milliseconds, twice a minute. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
