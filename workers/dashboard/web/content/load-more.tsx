/** The next page of a list, where there is one. */
import type { ReactElement } from "react";
import { Button } from "../ui/button.tsx";

type LoadMoreProps = {
  /** Of `useInfiniteQuery`. */
  readonly query: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly isFetchNextPageError: boolean;
    readonly fetchNextPage: () => unknown;
  };
  /** What more of: "past events". */
  readonly what: string;
};

export function LoadMore({ query, what }: LoadMoreProps): ReactElement | null {
  if (!query.hasNextPage) return null;
  return (
    <div className="mt-3 flex flex-wrap items-center gap-3">
      <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        Show more {what}
      </Button>
      {query.isFetchNextPageError && (
        <p role="alert" className="text-[13px] text-bad">
          The next page could not be loaded. Try again.
        </p>
      )}
    </div>
  );
}
