/** The documents of the workspace: the last changed first, and what a search finds in them. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { FileText, Plus } from "lucide-react";
import { type ReactElement, useEffect, useState } from "react";
import type { DocumentSummary } from "#shared/content/documents.ts";
import type { Workspace } from "../api/session.ts";
import { useWorkspace } from "../api/workspace.ts";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/empty.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { SearchInput } from "../ui/search-input.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Time } from "../ui/time.tsx";
import { rowsOf } from "./content-query.ts";
import { CreateDocument } from "./documents/create-document.tsx";
import { documentsQuery } from "./documents/documents-query.ts";
import { MarkedText } from "./documents/marked-text.tsx";
import { plainSnippet } from "./documents/search-terms.ts";
import { ShowMore } from "../ui/show-more.tsx";
import { AddSampleData } from "./sample-data.tsx";
import { type Target, useTarget } from "../ui/use-target.ts";

const TYPING_MS = 250;
const QUERY_LENGTH_MAX = 100;

export function DocumentsPage(): ReactElement | null {
  const workspace = useWorkspace();
  if (workspace === null) return null;
  return <Documents key={workspace.id} workspace={workspace} />;
}

function Documents({ workspace }: { readonly workspace: Workspace }): ReactElement {
  const { typed, setTyped, query } = useSearchInAddress();
  const creation = useTarget<"new">();
  const navigate = useNavigate();
  return (
    <>
      <PageHead
        title="Documents"
        text="What agents read and write: riders, schedules, contacts, minutes. In Markdown."
        actions={
          <Button variant="primary" onClick={() => creation.open("new")}>
            <Plus size={15} aria-hidden />
            Create document
          </Button>
        }
      />
      <DocumentList
        workspace={workspace}
        query={query}
        creation={creation}
        search={<SearchInput label="Search documents" value={typed} onChange={setTyped} />}
        onClear={() => setTyped("")}
      />
      {creation.thing !== null && (
        <CreateDocument
          key={creation.turn}
          open={creation.isOpen}
          onClose={creation.close}
          workspace={workspace.id}
          onCreated={(id) => void navigate({ to: "/documents/$id", params: { id } })}
        />
      )}
    </>
  );
}

type DocumentListProps = {
  readonly workspace: Workspace;
  readonly query: string;
  readonly creation: Target<"new">;
  readonly search: ReactElement;
  readonly onClear: () => void;
};

function DocumentList({ workspace, query, creation, search, onClear }: DocumentListProps): ReactElement {
  const found = useInfiniteQuery(documentsQuery(workspace.id, query));
  const rows = rowsOf(found.data);
  if (rows === undefined) return <Skeleton />;
  if (rows.length === 0 && query === "" && !found.isPlaceholderData) {
    return <NoDocuments workspace={workspace} creation={creation} />;
  }
  return (
    <>
      <div className="mt-6">{search}</div>
      <p role="status" className="sr-only">
        {query === "" || found.isPlaceholderData ? "" : countOf(rows.length, found.hasNextPage)}
      </p>
      {rows.length === 0 && (
        <div className="mt-8">
          <p className="wrap-anywhere">No document has all the words of “{query}”.</p>
          <Button className="mt-3" onClick={onClear}>
            Clear search
          </Button>
        </div>
      )}
      {rows.length > 0 && (
        <ul className="card mt-4" aria-label="Documents" aria-busy={found.isPlaceholderData}>
          {rows.map((document) => (
            <DocumentRow key={document.id} document={document} query={query} />
          ))}
        </ul>
      )}
      <ShowMore list={found} what="documents" />
    </>
  );
}

function NoDocuments({ workspace, creation }: Pick<DocumentListProps, "workspace" | "creation">): ReactElement {
  return (
    <Empty
      icon={FileText}
      title="No documents yet"
      text="Agents search and read what is here. Write the first document, or look at an example."
      actions={
        <>
          <Button onClick={() => creation.open("new")}>Create document</Button>
          <AddSampleData workspace={workspace} />
        </>
      }
    />
  );
}

type DocumentRowProps = { readonly document: DocumentSummary; readonly query: string };

function DocumentRow({ document, query }: DocumentRowProps): ReactElement {
  const snippet = document.snippet === null ? "" : plainSnippet(document.snippet);
  return (
    <li className="crow">
      <div className="col-span-full flex min-w-0 flex-wrap items-baseline justify-between gap-x-6 gap-y-0.5">
        <Link to="/documents/$id" params={{ id: document.id }} className="rowlink clamp" dir="auto">
          <MarkedText text={document.title} query={query} />
        </Link>
        <span className="text-[13px] text-muted">
          Changed <Time at={document.updated_at} />
        </span>
      </div>
      {snippet !== "" && (
        <p className="clamp col-span-full text-left text-[13px] wrap-anywhere text-muted" dir="auto">
          <MarkedText text={snippet} query={query} />
        </p>
      )}
    </li>
  );
}

function countOf(count: number, isMore: boolean): string {
  if (count === 1) return "1 document found";
  return isMore ? `The first ${count} documents found` : `${count} documents found`;
}

/** What is typed is searched for a moment later, and is in the address then. */
function useSearchInAddress() {
  const q = searchable(useSearch({ from: "/documents" }).q ?? "");
  const navigate = useNavigate({ from: "/documents" });
  const [typed, setTyped] = useState(q);
  const [shown, setShown] = useState(q);
  if (q !== shown) {
    // Back, forward, a link: the address was changed by somebody else.
    setShown(q);
    if (q !== searchable(typed)) setTyped(q);
  }
  useEffect(() => {
    const wanted = searchable(typed);
    if (wanted === q) return undefined;
    const timer = setTimeout(() => {
      void navigate({ search: wanted === "" ? {} : { q: wanted }, replace: true, resetScroll: false });
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, q, navigate]);
  return { typed, setTyped, query: q };
}

/** What the API takes: one line without controls, of a length that anybody types. */
function searchable(text: string): string {
  return text.replaceAll(/\p{C}/gu, " ").trim().slice(0, QUERY_LENGTH_MAX).trim();
}
