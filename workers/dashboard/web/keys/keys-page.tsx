/** All keys the person sees: own ones, and those that reach a workspace they run. */
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { lazy, type ReactElement, Suspense, useEffect, useState } from "react";
import { messageOf } from "../api/problem-error.ts";
import { useSession } from "../api/session.ts";
import { ALL_WORKSPACES } from "../api/workspace.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { useShortcut } from "../ui/shortcut.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { CREATE_LETTER, CreateButton } from "./create-button.tsx";
import { ImportButton } from "./import-button.tsx";
import { type KeyDialog, KeyDialogs } from "./key-dialogs.tsx";
import { NoKeys, NoMatch } from "./keys-empty.tsx";
import { KeysFilters } from "./keys-filters.tsx";
import { KeysList } from "./keys-list.tsx";
import { keysQuery } from "./keys-query.ts";
import { McpEndpoint } from "./mcp-endpoint.tsx";
import { type KeyActs, useKeyActs } from "./use-key-acts.ts";
import { isFiltered, type KeysSearchState, useKeysSearch } from "./use-keys-search.ts";

const ConnectCard = lazy(() =>
  import("../connect/connect-card.tsx").then((module) => ({ default: module.ConnectCard })),
);

const CLEAR = { q: null, perm: null, unused: null } as const;

export function KeysPage(): ReactElement {
  const state = useKeysSearch();
  const [dialog, setDialog] = useDialog(state);
  const acts = useKeyActs();
  const create = (): void => setDialog({ kind: "create" });
  useShortcut(CREATE_LETTER, create);
  return (
    <>
      <PageHead
        title="API keys"
        text="Keys let agents and scripts reach your workspaces over REST and MCP."
        actions={
          <>
            <ImportButton onImport={() => setDialog({ kind: "import" })} />
            <CreateButton onCreate={create} />
          </>
        }
      />
      <Keys state={state} acts={acts} onCreate={create} onDialog={setDialog} />
      <McpEndpoint />
      <Suspense>
        <ConnectCard onChoose={(clientId) => setDialog({ kind: "connect", clientId })} />
      </Suspense>
      <KeyDialogs dialog={dialog} onDialog={setDialog} acts={acts} />
    </>
  );
}

type KeysProps = {
  readonly state: KeysSearchState;
  readonly acts: KeyActs;
  readonly onCreate: () => void;
  readonly onDialog: (dialog: KeyDialog) => void;
};

function Keys({ state, acts, onCreate, onDialog }: KeysProps): ReactElement {
  const { search, change } = state;
  const { workspaces } = useSession();
  const keys = useInfiniteQuery({ ...keysQuery(search), placeholderData: keepPreviousData });
  const found = keys.data?.pages.flatMap((page) => page.data);
  const workspace = workspaces.find(({ id }) => id === search.ws)?.name ?? null;
  const isEmpty = found?.length === 0;
  if (isEmpty && !isFiltered(search) && workspace === null) {
    return <NoKeys workspace={null} onCreate={onCreate} onShowAll={() => undefined} />;
  }
  return (
    <>
      <KeysFilters search={search} change={change} />
      <Announcement count={found?.length} search={search} />
      {found === undefined && keys.isError && <NotLoaded error={keys.error} onRetry={() => void keys.refetch()} />}
      {found === undefined && !keys.isError && <Skeleton />}
      {isEmpty && isFiltered(search) && <NoMatch text={search.q} onClear={() => change(CLEAR)} />}
      {isEmpty && !isFiltered(search) && (
        <NoKeys workspace={workspace} onCreate={onCreate} onShowAll={() => change({ ws: ALL_WORKSPACES })} />
      )}
      {found !== undefined && !isEmpty && (
        <KeysList keys={found} acts={acts} onDialog={onDialog} search={search} hasMore={keys.hasNextPage} />
      )}
      {keys.hasNextPage && (
        <Button className="mt-4" loading={keys.isFetchingNextPage} onClick={() => void keys.fetchNextPage()}>
          Show more keys
        </Button>
      )}
    </>
  );
}

/** Says how many were found, when that was asked. */
function Announcement({
  count,
  search,
}: { readonly count: number | undefined } & Pick<KeysSearchState, "search">): ReactElement {
  const isAsked = isFiltered(search) && count !== undefined;
  return (
    <p role="status" className="sr-only">
      {isAsked ? `${count} ${count === 1 ? "key matches" : "keys match"}` : ""}
    </p>
  );
}

function NotLoaded({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }): ReactElement {
  return (
    <div className="mt-6">
      <Notice tone="bad">
        {messageOf(error)}{" "}
        <Button size="small" onClick={onRetry}>
          Try again
        </Button>
      </Notice>
    </div>
  );
}

/** What lies over the page; `?connect=new` or a client's id in the address opens it, and its end takes that away. */
function useDialog({
  search,
  change,
}: KeysSearchState): readonly [KeyDialog | null, (dialog: KeyDialog | null) => void] {
  const [dialog, setDialog] = useState<KeyDialog | null>(null);
  const wanted = search.connect;
  useEffect(() => {
    if (wanted === undefined) return;
    setDialog(wanted === "new" ? { kind: "create" } : { kind: "connect", clientId: wanted });
  }, [wanted]);
  const show = (next: KeyDialog | null): void => {
    setDialog(next);
    if (next === null && wanted !== undefined) change({ connect: null });
  };
  return [dialog, show];
}
