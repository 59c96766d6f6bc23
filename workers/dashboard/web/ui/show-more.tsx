/** The way to the next page of a list, while there is one. */
import type { ReactElement } from "react";
import { messageOf } from "../api/problem-error.ts";
import { Button } from "./button.tsx";

type ShowMoreProps = {
  /** What `useInfiniteQuery` answers. */
  readonly list: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly isFetchNextPageError: boolean;
    readonly error: Error | null;
    readonly fetchNextPage: () => Promise<unknown>;
  };
  /** What more of, where a page has several lists: "past events". */
  readonly what?: string;
};

export function ShowMore({ list, what }: ShowMoreProps): ReactElement | null {
  if (!list.hasNextPage) return null;
  return (
    <div className="mt-4 grid justify-items-center gap-2">
      <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
        {what === undefined ? "Show more" : `Show more ${what}`}
      </Button>
      {list.isFetchNextPageError && (
        <p role="alert" className="text-[13px] text-bad">
          {messageOf(list.error)}
        </p>
      )}
    </div>
  );
}
