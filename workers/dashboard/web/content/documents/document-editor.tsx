/** Writes a document: title, event, and the text beside its preview, or before it on a narrow screen. */
import { useBlocker } from "@tanstack/react-router";
import { type ReactElement, useDeferredValue, useEffect, useRef, useState } from "react";
import type { Document } from "#shared/content/documents.ts";
import { Button } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { Field } from "../../ui/field.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { fieldError, formError } from "../form-errors.ts";
import { ChangedMeanwhileDialog } from "./changed-meanwhile.tsx";
import { type Editor, useEditor } from "./editor-state.ts";
import { EventField } from "./event-field.tsx";
import { MarkdownView } from "./markdown-view.tsx";

type DocumentEditorProps = {
  readonly document: Document;
  /** After saving, and after giving up. */
  readonly onDone: () => void;
};

const PATHS = ["/title", "/body"] as const;

export function DocumentEditor({ document, onDone }: DocumentEditorProps): ReactElement {
  const [isLeaving, setLeaving] = useState(false);
  const editor = useEditor(document, onDone);
  const failure = formError(editor.error, PATHS);
  useSaveShortcut(() => editor.save(false));
  return (
    <form
      aria-label="Edit document"
      className="mt-6 flex flex-col gap-4"
      onSubmit={(submitted) => {
        submitted.preventDefault();
        editor.save(false);
      }}
    >
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <Field label="Title" error={fieldError(editor.error, "/title")}>
          <input
            className="input"
            dir="auto"
            autoComplete="off"
            value={editor.draft.title}
            onChange={(typed) => editor.change({ title: typed.target.value })}
          />
        </Field>
        <EventField
          workspace={document.workspace_id}
          value={editor.draft.event}
          onChange={(event) => editor.change({ event })}
        />
      </div>
      <Panes editor={editor} />
      {failure !== undefined && <Notice tone="bad">{failure}</Notice>}
      <div className="flex flex-wrap items-center gap-2">
        <Button variant="primary" type="submit" loading={editor.isSaving}>
          Save document
        </Button>
        <Button onClick={() => (editor.isDirty ? setLeaving(true) : onDone())}>Cancel</Button>
        <p className="hint" role="status">
          {editor.isDirty ? "Changes are not saved yet." : ""}
        </p>
      </div>
      <ChangedMeanwhileDialog editor={editor} />
      <LeaveConfirm open={isLeaving} onStay={() => setLeaving(false)} onLeave={onDone} />
      <NavigationGuard isDirty={editor.isDirty && !editor.isSaving} />
    </form>
  );
}

function Panes({ editor }: { readonly editor: Editor }): ReactElement {
  const [shown, setShown] = useState<"write" | "preview">("write");
  const preview = useDeferredValue(useSettled(editor.draft.body));
  return (
    <div>
      <div className="editor-tabs mb-3">
        <Tabs
          label="Text"
          look="seg"
          value={shown}
          onChange={setShown}
          tabs={[
            { value: "write", label: "Write" },
            { value: "preview", label: "Preview" },
          ]}
        />
      </div>
      <div className="editor">
        <div className="pane" data-shown={shown === "write"}>
          <Field label="Text" hint="Markdown" error={fieldError(editor.error, "/body")}>
            <textarea
              className="input textarea textarea-code"
              dir="auto"
              spellCheck
              value={editor.draft.body}
              onChange={(typed) => editor.change({ body: typed.target.value })}
            />
          </Field>
        </div>
        <section className="pane min-w-0" data-shown={shown === "preview"} aria-label="Preview">
          <p className="label mb-1.5" aria-hidden>
            Preview
          </p>
          <div className="card min-h-40 p-4">
            {preview.trim() === "" ? (
              <p className="text-muted">Nothing written yet.</p>
            ) : (
              <MarkdownView text={preview} />
            )}
          </div>
        </section>
      </div>
    </div>
  );
}

const TYPING_MS = 150;

/** The text once typing has paused. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** Links, Back and closing the tab ask first. */
function NavigationGuard({ isDirty }: { readonly isDirty: boolean }): ReactElement {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isDirty && current.pathname !== next.pathname,
    enableBeforeUnload: () => isDirty,
    withResolver: true,
  });
  return (
    <LeaveConfirm
      open={blocker.status === "blocked"}
      onStay={() => blocker.reset?.()}
      onLeave={() => blocker.proceed?.()}
    />
  );
}

type LeaveConfirmProps = { readonly open: boolean; readonly onStay: () => void; readonly onLeave: () => void };

function LeaveConfirm({ open, onStay, onLeave }: LeaveConfirmProps): ReactElement {
  return (
    <Confirm
      open={open}
      onClose={onStay}
      title="Leave without saving?"
      description="What you wrote since the last save is lost."
      act="Discard changes"
      busy={false}
      onAct={onLeave}
    />
  );
}

/** ⌘S, or Ctrl S. */
function useSaveShortcut(onSave: () => void): void {
  const latest = useRef(onSave);
  latest.current = onSave;
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== "s" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      latest.current();
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, []);
}
