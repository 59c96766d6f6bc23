/** One document: read, written, deleted. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { ChevronRight, Pencil, Trash2 } from "lucide-react";
import { lazy, type ReactElement, Suspense, useState } from "react";
import type { Document } from "#shared/content/documents.ts";
import { api } from "../api/client.ts";
import { messageOf } from "../api/problem-error.ts";
import { Button } from "../ui/button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Time } from "../ui/time.tsx";
import { toast } from "../ui/toast.tsx";
import { documentQuery, DOCUMENTS } from "./documents/documents-query.ts";
import { MarkdownView } from "./documents/markdown-view.tsx";
import { eventQuery } from "./events/events-query.ts";

const DocumentEditor = lazy(() =>
  import("./documents/document-editor.tsx").then((module) => ({ default: module.DocumentEditor })),
);

export function DocumentPage(): ReactElement {
  const { id } = useParams({ from: "/documents/$id" });
  const { data } = useQuery(documentQuery(id));
  if (data === undefined) return <Skeleton rows={3} />;
  return <OneDocument key={id} document={data} />;
}

/** A document without a text is opened to be written. */
function OneDocument({ document }: { readonly document: Document }): ReactElement {
  const [isEditing, setEditing] = useState(document.body === "");
  return (
    <article aria-label={document.title}>
      <nav aria-label="Breadcrumb" className="mb-3 flex items-center gap-1.5 text-[13px] text-muted">
        <Link to="/documents" className="rounded-sm hover:text-fg">
          Documents
        </Link>
        <ChevronRight size={13} aria-hidden className="flex-none" />
        <span dir="auto" className="truncate text-fg">
          {document.title}
        </span>
      </nav>
      <PageHead
        title={document.title}
        text={<About document={document} />}
        actions={isEditing ? undefined : <Actions document={document} onEdit={() => setEditing(true)} />}
      />
      {isEditing ? (
        <Suspense fallback={<Skeleton rows={3} />}>
          <DocumentEditor document={document} onDone={() => setEditing(false)} />
        </Suspense>
      ) : (
        <div className="card mt-6 p-5 sm:p-7">
          {document.body.trim() === "" ? (
            <p className="text-muted">Nothing written yet.</p>
          ) : (
            <MarkdownView text={document.body} />
          )}
        </div>
      )}
    </article>
  );
}

function About({ document }: { readonly document: Document }): ReactElement {
  const { data: event } = useQuery({
    ...eventQuery(document.event_id ?? ""),
    enabled: document.event_id !== null,
  });
  return (
    <>
      Changed <Time at={document.updated_at} />
      {event !== undefined && event.id === document.event_id && (
        <>
          {" · "}
          <Link
            to="/events"
            search={{ event: event.id }}
            dir="auto"
            className="wrap-anywhere text-accent underline underline-offset-2"
          >
            {event.title}
          </Link>
        </>
      )}
    </>
  );
}

type ActionsProps = { readonly document: Document; readonly onEdit: () => void };

function Actions({ document, onEdit }: ActionsProps): ReactElement {
  const [isAsking, setAsking] = useState(false);
  const remove = useDeleteDocument(document);
  return (
    <>
      <Button variant="primary" onClick={onEdit}>
        <Pencil size={14} aria-hidden />
        Edit
      </Button>
      <Button onClick={() => setAsking(true)}>
        <Trash2 size={14} aria-hidden />
        Delete
      </Button>
      <Confirm
        open={isAsking}
        onClose={() => setAsking(false)}
        title={`Delete “${document.title}”?`}
        description="Nobody can read it any more, and search no longer finds it. This cannot be undone."
        act="Delete document"
        busy={remove.isPending}
        onAct={() => remove.mutate()}
      />
    </>
  );
}

function useDeleteDocument({ id, title }: Document) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => api.v1.documents[":id"].$delete({ param: { id } }),
    onSuccess: async () => {
      await navigate({ to: "/documents" });
      // NOTE: after leaving, or the page would ask for what is gone.
      queries.removeQueries({ queryKey: documentQuery(id).queryKey });
      await queries.invalidateQueries({ queryKey: DOCUMENTS });
      toast({ title: `Deleted “${title}”` });
    },
    onError: (error) => toast({ title: `“${title}” was not deleted`, description: messageOf(error) }),
  });
}
