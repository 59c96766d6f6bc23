/** What is being written, what it was based on, and saving it: only what changed, and never over another's change unasked. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Document } from "#shared/content/documents.ts";
import { answerOf, api } from "../../api/client.ts";
import { documentQuery, DOCUMENTS } from "./documents-query.ts";

export type Draft = { readonly title: string; readonly body: string; readonly event: string };

export type Editor = {
  readonly draft: Draft;
  readonly change: (changed: Partial<Draft>) => void;
  readonly isDirty: boolean;
  readonly isSaving: boolean;
  readonly error: Error | null;
  /** What somebody else has saved, while it is not decided which of the two is kept. */
  readonly theirs: Document | null;
  readonly save: (isOverwriting: boolean) => void;
  /** Goes on writing, with nothing decided. */
  readonly goOn: () => void;
  /** Begins anew from what somebody else has saved. */
  readonly take: (theirs: Document) => void;
};

/** Somebody else has saved since; nothing was written. */
class ChangedMeanwhile extends Error {
  readonly theirs: Document;

  constructor(theirs: Document) {
    super("changed meanwhile");
    this.theirs = theirs;
  }
}

/**
 * For one document while it is edited. `save(true)` writes over what somebody else has saved meanwhile.
 *
 * NOTE: documents have no entity tag to save under, so the times of change are compared just before: two people who save
 * within the same moment are not told of each other.
 */
export function useEditor(document: Document, onSaved: () => void): Editor {
  const queries = useQueryClient();
  const [base, setBase] = useState(document);
  const [draft, setDraft] = useState(() => draftOf(document));
  const saving = useMutation({
    mutationFn: async (isOverwriting: boolean): Promise<Document> => {
      const patch = patchOf(draftOf(base), draft);
      if (Object.keys(patch).length === 0) return base;
      const { id } = base;
      const current = await answerOf(api.v1.documents[":id"].$get({ param: { id } }));
      if (!isOverwriting && current.updated_at !== base.updated_at) throw new ChangedMeanwhile(current);
      return answerOf(api.v1.documents[":id"].$patch({ param: { id }, json: patch }));
    },
    onSuccess: async (saved) => {
      queries.setQueryData(documentQuery(saved.id).queryKey, saved);
      onSaved();
      await queries.invalidateQueries({ queryKey: [...DOCUMENTS] });
    },
  });
  const theirs = saving.error instanceof ChangedMeanwhile ? saving.error.theirs : null;
  return {
    draft,
    change: (changed) => setDraft((before) => ({ ...before, ...changed })),
    isDirty: Object.keys(patchOf(draftOf(base), draft)).length > 0,
    isSaving: saving.isPending,
    error: theirs === null ? saving.error : null,
    theirs,
    save: (isOverwriting) => saving.mutate(isOverwriting),
    goOn: () => saving.reset(),
    take: (taken) => {
      setBase(taken);
      setDraft(draftOf(taken));
      saving.reset();
    },
  };
}

function draftOf({ title, body, event_id: event }: Document): Draft {
  return { title, body, event: event ?? "" };
}

function patchOf(before: Draft, now: Draft) {
  return {
    ...(now.title === before.title ? {} : { title: now.title }),
    ...(now.body === before.body ? {} : { body: now.body }),
    ...(now.event === before.event ? {} : { event_id: now.event === "" ? null : now.event }),
  };
}
