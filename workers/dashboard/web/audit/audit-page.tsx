/** Who did what, when, from where: in sentences, the newest first. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Download, History, SearchX } from "lucide-react";
import type { ReactElement } from "react";
import type { AuditSearch } from "#shared/dashboard/audit-query.ts";
import type { AuditLogEntry } from "#shared/management/audit.ts";
import { useSession, type Workspace } from "../api/session.ts";
import { ALL_WORKSPACES, isRunBy, useWorkspace } from "../api/workspace.ts";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/empty.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { ShowMore } from "../ui/show-more.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { AuditFilters } from "./audit-filters.tsx";
import { auditCsvUrl, auditQuery, wishOf } from "./audit-query.ts";
import { AuditRow } from "./audit-row.tsx";

export function AuditPage(): ReactElement | null {
  const workspace = useWorkspace();
  return workspace === null ? null : <AuditLog workspace={workspace} />;
}

type Change = AuditSearch & { readonly ws?: string };

function AuditLog({ workspace }: { readonly workspace: Workspace }): ReactElement {
  const search = useSearch({ from: "/audit" });
  const navigate = useNavigate({ from: "/audit" });
  const wish = wishOf(search, search.ws === ALL_WORKSPACES ? undefined : workspace.id);
  const list = useInfiniteQuery({
    ...auditQuery(wish),
    // What was shown stays until the answer to the changed filter is there.
    placeholderData: (shown) => shown,
    throwOnError: (_error, { state }) => state.data === undefined,
  });
  const entries = list.data?.pages.flatMap((page) => page.data) ?? [];
  const change = (to: Change): void => void navigate({ search: (now) => ({ ...now, ...to }), replace: true });
  const isFiltered = [search.action, search.actor, search.target, search.from, search.to].some(Boolean);
  return (
    <>
      <PageHead
        title="Audit log"
        text={
          isRunBy(workspace)
            ? "What people did to keys, members and settings. Secrets are never in it."
            : "What you did, and what was done to your keys. Owners and admins see the whole workspace."
        }
        actions={
          <a className="btn" href={auditCsvUrl(wish)} download>
            <Download size={15} aria-hidden />
            Download CSV
          </a>
        }
      />
      <AuditFilters {...{ workspace, search }} onChange={change} targetName={nameOfTarget(entries, search.target)} />
      <p role="status" className="sr-only">
        {list.isPlaceholderData || list.data === undefined ? "" : countOf(entries.length, list.hasNextPage)}
      </p>
      {list.data === undefined && <Skeleton />}
      {entries.length > 0 && <Entries entries={entries} onTarget={(target) => change({ target })} />}
      <ShowMore list={list} />
      {list.data !== undefined && entries.length === 0 && (
        <NoEntries
          isFiltered={isFiltered}
          onClear={() => change({ action: "", actor: "", target: "", from: "", to: "" })}
        />
      )}
    </>
  );
}

type EntriesProps = { readonly entries: readonly AuditLogEntry[]; readonly onTarget: (targetId: string) => void };

function Entries({ entries, onTarget }: EntriesProps): ReactElement {
  const { workspaces } = useSession();
  const names = new Map<string, string>(workspaces.map(({ id, name }) => [id, name]));
  return (
    <section aria-label="Entries" className="mt-6">
      <ul className="card">
        {entries.map((entry) => (
          <AuditRow key={entry.id} {...{ entry, names, onTarget }} />
        ))}
      </ul>
    </section>
  );
}

function NoEntries({
  isFiltered,
  onClear,
}: {
  readonly isFiltered: boolean;
  readonly onClear: () => void;
}): ReactElement {
  if (!isFiltered) {
    return <Empty icon={History} title="Nothing has happened yet" text="Every change from now on is written here." />;
  }
  return (
    <Empty
      icon={SearchX}
      title="No entry fits these filters"
      text="Choose other people, things or days."
      actions={<Button onClick={onClear}>Clear filters</Button>}
    />
  );
}

function nameOfTarget(entries: readonly AuditLogEntry[], id: string | undefined): string | null {
  return entries.find(({ target }) => target.id === id)?.target.name ?? null;
}

function countOf(count: number, hasMore: boolean): string {
  if (count === 0) return "No entries";
  return `${count === 1 ? "1 entry" : `${count} entries`}${hasMore ? ", and more" : ""}`;
}
