/** A moment, as far away as it is; its exact date, time and zone on hover and focus. */
import { type ReactElement, useEffect, useState } from "react";
import { relativeTime } from "#shared/relative-time.ts";
import { Tooltip } from "./tooltip.tsx";

const TICK_MS = 30_000;
const exact = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "long" });

type TimeProps = {
  /** ISO 8601. */
  readonly at: string;
  /** What else is known of the moment, as "by claude-code"; read to screen readers too. */
  readonly also?: string | undefined;
};

export function Time({ at, also }: TimeProps): ReactElement {
  const now = useNow();
  const atMs = Date.parse(at);
  return (
    <Tooltip content={also === undefined ? exact.format(atMs) : `${exact.format(atMs)}, ${also}`}>
      <time tabIndex={0} className="reltime" dateTime={at}>
        {relativeTime(atMs, now)}
        {also !== undefined && <span className="sr-only"> {also}</span>}
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
