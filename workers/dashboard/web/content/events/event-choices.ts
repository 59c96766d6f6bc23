/** The events to choose from in a form or on the board: the first pages of what is to come and of what is over. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Event } from "#shared/content/events.ts";
import { rowsOf } from "../content-query.ts";
import { boundaryAt, isOver, pastQuery, upcomingQuery } from "./events-query.ts";

export type EventChoices = {
  /** The next first. */
  readonly upcoming: readonly Event[];
  /** The last first. */
  readonly past: readonly Event[];
  /** Whether there are others, which only the page of events lists. */
  readonly isCut: boolean;
};

/** `undefined` while they are on their way. */
export function useEventChoices(workspace: string): EventChoices | undefined {
  const [boundary] = useState(() => boundaryAt(Date.now()));
  const toCome = useInfiniteQuery(upcomingQuery(workspace, boundary));
  const over = useInfiniteQuery(pastQuery(workspace, boundary));
  const upcoming = rowsOf(toCome.data);
  const past = rowsOf(over.data)?.filter((event) => isOver(event, boundary));
  if (upcoming === undefined || past === undefined) return undefined;
  return { upcoming, past, isCut: toCome.hasNextPage || over.hasNextPage };
}
