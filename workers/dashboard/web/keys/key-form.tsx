/** The fields of a key, for creating one and for changing what one may do. Enter sends it. */
import { type ReactElement, type ReactNode, useEffect, useRef } from "react";
import { NAME_LENGTH_MAX } from "#shared/limits.ts";
import { useSession } from "../api/session.ts";
import { Field } from "../ui/field.tsx";
import { AdvancedFields } from "./advanced-fields.tsx";
import { ExpiryField } from "./expiry-field.tsx";
import { fitted } from "./expiry.ts";
import type { Flaws, KeyDraft } from "./key-draft.ts";
import { lifeLimitOf } from "./key-policies.ts";
import { ScopesField } from "./scopes-field.tsx";
import { WorkspacesField } from "./workspaces-field.tsx";

export type FieldsProps = {
  readonly draft: KeyDraft;
  readonly onChange: (change: Partial<KeyDraft>) => void;
  readonly flaws: Flaws;
};

type KeyFormProps = FieldsProps & {
  readonly id: string;
  readonly onSubmit: () => void;
  /** Leads to the first thing that is wrong, each time it rises. */
  readonly failedCount: number;
  /** What the key had before, where it is changed: kept where policies would not give it anew. */
  readonly before: KeyDraft | null;
  /** Until when the key works now, as ISO 8601; `null` for no end. */
  readonly expiresAt: string | null;
  /** What is said below the fields. */
  readonly children?: ReactNode;
};

export function KeyForm(props: KeyFormProps): ReactElement {
  const { id, draft, onChange, flaws, onSubmit, failedCount, before, expiresAt, children } = props;
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (failedCount > 0) leadToFlaw(form.current);
  }, [failedCount]);
  const { workspaces } = useSession();
  const limit = lifeLimitOf(workspaces, draft.workspaces);
  const fields = { draft, onChange, flaws };
  return (
    <form
      ref={form}
      id={id}
      noValidate
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <Field label="Name" hint="Say who or what uses it." error={flaws.name}>
        <input
          className="input"
          dir="auto"
          required
          maxLength={2 * NAME_LENGTH_MAX}
          autoComplete="off"
          placeholder="Claude Code on my laptop"
          value={draft.name}
          onChange={(event) => onChange({ name: event.target.value })}
        />
      </Field>
      <ScopesField {...fields} />
      <WorkspacesField
        {...fields}
        kept={before?.workspaces ?? []}
        onChange={(change) => {
          const chosen = change.workspaces ?? draft.workspaces;
          onChange({ ...change, expiry: fitted(draft.expiry, lifeLimitOf(workspaces, chosen)) });
        }}
      />
      <ExpiryField {...fields} limit={limit} expiresAt={expiresAt} isChange={before !== null} />
      <AdvancedFields {...fields} />
      {children}
    </form>
  );
}

/** The field gets the focus; what is said of several fields, or of all, is brought into view. */
function leadToFlaw(form: HTMLFormElement | null): void {
  const flaw = form?.querySelector<HTMLElement>('[aria-invalid="true"], [role="alert"]');
  if (flaw === null || flaw === undefined) return;
  flaw.focus();
  flaw.scrollIntoView({ block: "center" });
}
