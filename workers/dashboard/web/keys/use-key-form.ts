/** The state of a form for a key: what is typed, what is wrong, and that it is sent once at a time. */
import { useRef, useState } from "react";
import { errorsOf, type FormErrors, NO_ERRORS } from "./form-errors.ts";
import { type Flaws, flawsOf, type KeyDraft } from "./key-draft.ts";

export type KeyFormState = {
  readonly draft: KeyDraft;
  readonly change: (change: Partial<KeyDraft>) => void;
  readonly flaws: Flaws;
  readonly rest: string | null;
  readonly isBusy: boolean;
  /** How often it was sent in vain: whoever did should be led to the first thing that is wrong. */
  readonly failedCount: number;
  /** Sends the draft if nothing is wrong with it. A second press while it is under way does nothing. */
  readonly submit: () => void;
};

/** `send` makes the request; what it throws is shown in the form. */
export function useKeyForm(start: KeyDraft, send: (draft: KeyDraft) => Promise<void>): KeyFormState {
  const [draft, setDraft] = useState(start);
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [failedCount, setFailedCount] = useState(0);
  const [errors, setErrors] = useState<FormErrors>(NO_ERRORS);
  // A state would be too late for two presses within one frame.
  const isSending = useRef(false);
  const own = flawsOf(draft, Date.now());
  const submit = (): void => {
    if (isSending.current) return;
    setTried(true);
    if (Object.keys(own).length > 0) {
      setFailedCount((count) => count + 1);
      return;
    }
    isSending.current = true;
    setBusy(true);
    setErrors(NO_ERRORS);
    void send(draft)
      .catch((error: unknown) => {
        setErrors(errorsOf(error));
        setFailedCount((count) => count + 1);
      })
      .finally(() => {
        isSending.current = false;
        setBusy(false);
      });
  };
  return {
    draft,
    change: (change) => {
      setDraft((before) => ({ ...before, ...change }));
      setErrors((before) => withoutFlaws(before, change));
    },
    flaws: { ...errors.flaws, ...(isTried ? own : {}) },
    rest: errors.rest,
    isBusy,
    failedCount,
    submit,
  };
}

/** A field that was changed is not wrong any more, as far as anybody knows. */
function withoutFlaws({ flaws, rest }: FormErrors, change: Partial<KeyDraft>): FormErrors {
  const changed = new Set(Object.keys(change).map((name) => API_NAMES[name] ?? name));
  return { rest, flaws: Object.fromEntries(Object.entries(flaws).filter(([field]) => !changed.has(field))) };
}

const API_NAMES: Readonly<Record<string, string>> = {
  expiry: "expires_at",
  ips: "allowed_ips",
  perMinute: "rate_limit",
  burst: "rate_limit",
  tools: "allowed_tools",
};
