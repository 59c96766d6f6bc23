/** @jsxImportSource hono/jsx */
/** What server-rendered pages are made of. Looks come from the dashboard's style sheet; nothing here needs script. */
import type { Child, FC, PropsWithChildren } from "hono/jsx";
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from "#shared/limits.ts";

/** The card with the mark, a heading and one sentence, which is a page's whole content. */
export const Card: FC<PropsWithChildren<{ heading: Child; lead?: Child }>> = ({ heading, lead, children }) => (
  <div class="card p-7 max-sm:p-5">
    <img src="/favicon.svg" width="40" height="40" alt="" class="size-10 rounded-[10px]" />
    <h1 class="mt-5 text-xl font-semibold tracking-tight text-balance wrap-anywhere">{heading}</h1>
    {lead === undefined ? null : <p class="mt-1 text-muted text-pretty wrap-anywhere">{lead}</p>}
    {children}
  </div>
);

export type Message = { readonly tone: "bad" | "warn" | "info"; readonly text: string };

const TONES: Readonly<Record<Message["tone"], string>> = {
  bad: "notice notice-bad",
  warn: "notice",
  info: "notice notice-info",
};

/** The setup token was tried too often. */
export function tooManyAttempts(seconds: number): Message {
  const minutes = Math.ceil(seconds / 60);
  return { tone: "warn", text: `Too many attempts. Wait ${minutes} ${minutes === 1 ? "minute" : "minutes"}.` };
}

/** What just happened. Errors are announced; without script the page is read from the top anyway. */
export const Notice: FC<{ message: Message | null }> = ({ message }) =>
  message === null ? null : (
    <p class={`${TONES[message.tone]} mt-5`} role={message.tone === "bad" ? "alert" : "status"}>
      {message.text}
    </p>
  );

export type FieldProps = {
  readonly name: string;
  readonly label: string;
  readonly type?: "text" | "email" | "password";
  readonly value?: string | undefined;
  readonly autocomplete: string;
  readonly hint?: string;
  /** What was wrong with it. */
  readonly error?: string | undefined;
  readonly minlength?: number;
  readonly maxlength?: number;
  readonly placeholder?: string;
  readonly readonly?: boolean;
  readonly autofocus?: boolean;
};

/** A labelled input with its hint and its error, each tied to it for screen readers. */
export const Field: FC<FieldProps> = ({ label, hint, error, ...input }) => {
  const hintId = hint === undefined ? null : `${input.name}-hint`;
  const errorId = error === undefined ? null : `${input.name}-error`;
  const described = [errorId, hintId].filter((id) => id !== null).join(" ");
  return (
    <div class="flex flex-col gap-1.5">
      <label class="label" for={input.name}>
        {label}
      </label>
      <input
        class="input"
        id={input.name}
        required
        spellcheck={false}
        {...input}
        {...(described === "" ? {} : { "aria-describedby": described })}
        {...(error === undefined ? {} : { "aria-invalid": "true" })}
      />
      {error === undefined ? null : (
        <p class="text-[13px] text-bad" id={errorId ?? ""}>
          {error}
        </p>
      )}
      {hint === undefined ? null : (
        <p class="hint" id={hintId ?? ""}>
          {hint}
        </p>
      )}
    </div>
  );
};

type NewPasswordProps = Pick<FieldProps, "label" | "error" | "autofocus">;

/** For a password that is made here; password managers offer one. */
export const NewPassword: FC<NewPasswordProps> = (props) => (
  <Field
    name="password"
    type="password"
    autocomplete="new-password"
    minlength={PASSWORD_LENGTH_MIN}
    maxlength={PASSWORD_LENGTH_MAX}
    hint={`At least ${PASSWORD_LENGTH_MIN} characters.`}
    {...props}
  />
);

/** Where a passkey's ceremony asks and answers; `pages/passkey.ts` reads these. */
export type PasskeyButtonProps = {
  readonly label: string;
  readonly act: "sign-in" | "register";
  /** For `register`: the form whose fields are sent along, and where its options and answer go. */
  readonly form?: string;
  readonly options: string;
  readonly verify: string;
  readonly to: string;
};

/** Hidden until the script has seen that the browser can do it. Its status line is what screen readers hear. */
export const PasskeyButton: FC<PasskeyButtonProps> = ({ label, act, form = "", options, verify, to }) => (
  <div data-passkey={act} data-form={form} data-options={options} data-verify={verify} data-to={to} hidden>
    <button class="btn w-full" type="button">
      {label}
    </button>
    <p class="mt-2 text-[13px] text-bad empty:hidden" role="alert"></p>
  </div>
);

/** A hairline with a word in it, between ways to go on. */
export const Or: FC = () => (
  <div class="my-5 flex items-center gap-3 text-xs text-muted">
    <span class="h-px flex-1 bg-line"></span>or<span class="h-px flex-1 bg-line"></span>
  </div>
);

/** A link in running text. */
export const TextLink: FC<PropsWithChildren<{ href: string }>> = ({ href, children }) => (
  <a class="text-accent underline underline-offset-3" href={href}>
    {children}
  </a>
);

const PROVIDERS = [
  ["github", "GitHub"],
  ["google", "Google"],
] as const;

export type Providers = { readonly github: boolean; readonly google: boolean };

/** Links, not forms: a form's redirect to another site is what `form-action 'self'` forbids. */
export const ProviderLinks: FC<{ providers: Providers; to: string }> = ({ providers, to }) => (
  <div class="flex flex-col gap-2 empty:hidden">
    {PROVIDERS.filter(([id]) => providers[id]).map(([id, name]) => (
      <a class="btn w-full" href={`/sign-in/${id}?to=${encodeURIComponent(to)}`}>{`Continue with ${name}`}</a>
    ))}
  </div>
);
