/** @jsxImportSource hono/jsx */
/** `/oauth/authorize`: what an app asks for, and what its person makes of it. A form; nothing here needs script. */
import type { Child, FC } from "hono/jsx";
import { APP_SCOPES, type Scope, SCOPE_MEANINGS } from "#shared/scopes.ts";
import type { ConnectingApp } from "#workers/apps/connect-app.ts";
import { isOnThisComputer } from "../connecting-app.ts";
import { Card, type Message, Notice } from "./parts.tsx";

/** A workspace of the person's, as a box to tick. */
export type OfferedWorkspace = {
  readonly id: string;
  readonly name: string;
  readonly isTicked: boolean;
  /** Its owners and admins alone give access to it, and the person is none of them. */
  readonly isClosed: boolean;
};

export type ConsentProps = {
  /** This page's own address, where the form goes, and where whoever signs in as somebody else comes back to. */
  readonly path: string;
  /** Binds the answer to this page and this browser; once. */
  readonly handle: string;
  readonly app: ConnectingApp;
  /** Who is shown the page: somebody else's answer is not theirs. */
  readonly personId: string;
  readonly email: string;
  readonly scopes: readonly Scope[];
  readonly workspaces: readonly OfferedWorkspace[];
  /** What was wrong with the workspaces that were ticked. */
  readonly error: string | undefined;
};

export const ConsentPage: FC<ConsentProps> = (props) => (
  <>
    <Card
      heading={
        <>
          <bdi>{props.app.name}</bdi> wants to reach your workspaces
        </>
      }
      lead={<SignedInAs email={props.email} />}
    >
      <Origin app={props.app} />
      <form method="post" action={props.path} class="mt-6 flex flex-col gap-6">
        <input type="hidden" name="handle" value={props.handle} />
        <input type="hidden" name="person" value={props.personId} />
        <Scopes ticked={props.scopes} />
        <Workspaces workspaces={props.workspaces} error={props.error} />
        <div class="grid grid-cols-2 gap-3">
          <button class="btn" type="submit" name="decision" value="deny">
            Cancel
          </button>
          <button class="btn btn-primary" type="submit" name="decision" value="allow">
            Allow
          </button>
        </div>
      </form>
      <form id="other-account" method="post" action="/sign-out">
        <input type="hidden" name="to" value={props.path} />
      </form>
    </Card>
    <p class="mt-4 text-center text-[13px] text-muted text-pretty">
      You can disconnect it at any time, under Connected apps.
    </p>
  </>
);

const SignedInAs: FC<{ email: string }> = ({ email }) => (
  <>
    Signed in as <b class="font-medium text-fg">{email}</b>.{" "}
    <button class="text-accent underline underline-offset-3" type="submit" form="other-account">
      Use another account
    </button>
  </>
);

/** What is known of who asks, and where access goes. */
const Origin: FC<{ app: ConnectingApp }> = ({ app }) => (
  <>
    <dl class="mt-5 grid grid-cols-[auto_1fr] gap-x-4 gap-y-2 text-[13.5px]">
      <dt class="text-muted">App</dt>
      <dd class="min-w-0 wrap-anywhere">
        {app.verifiedDomain === null ? (
          <>
            <b class="font-medium">Not verified.</b>{" "}
            <span class="text-muted">It chose its name itself; any app can use this one.</span>
          </>
        ) : (
          <>
            <b class="font-medium">{app.verifiedDomain}</b> <span class="text-muted">(verified)</span>
          </>
        )}
      </dd>
      <dt class="text-muted">Access goes to</dt>
      <dd class="min-w-0 wrap-anywhere">
        <b class="font-medium">{app.redirectHost}</b>
      </dd>
    </dl>
    {isOnThisComputer(app) ? (
      <Notice
        message={{
          tone: "warn",
          text: "This gives access to an app on this computer. Go on only if you have just started connecting it yourself.",
        }}
      />
    ) : null}
  </>
);

const LABELS: Readonly<Record<(typeof APP_SCOPES)[number], string>> = {
  "mcp:read": "Read",
  "mcp:write": "Write",
  "mcp:execute": "Execute",
};

/** Reading is what connecting means; the rest is a choice. */
const Scopes: FC<{ ticked: readonly Scope[] }> = ({ ticked }) => (
  <fieldset>
    <legend class="label">It will be able to</legend>
    <div class="mt-1.5 flex flex-col gap-1">
      {APP_SCOPES.map((scope) => (
        <Box
          name="scope"
          value={scope}
          checked={scope === "mcp:read" || ticked.includes(scope)}
          disabled={scope === "mcp:read"}
          hint={SCOPE_MEANINGS[scope]}
        >
          {LABELS[scope]}
        </Box>
      ))}
    </div>
  </fieldset>
);

const Workspaces: FC<Pick<ConsentProps, "workspaces" | "error">> = ({ workspaces, error }) => (
  <fieldset {...(error === undefined ? {} : { "aria-describedby": "workspaces-error" })}>
    <legend class="label">In these workspaces</legend>
    {error === undefined ? null : (
      <p class="mt-1 text-[13px] text-bad" id="workspaces-error" role="alert">
        {error}
      </p>
    )}
    <div class="mt-1.5 flex flex-col gap-1">
      {workspaces.map(({ id, name, isTicked, isClosed }) => (
        <Box
          name="workspace"
          value={id}
          checked={isTicked && !isClosed}
          disabled={isClosed}
          {...(isClosed ? { hint: "Only its owners and admins give access to it." } : {})}
        >
          <bdi>{name}</bdi>
        </Box>
      ))}
    </div>
  </fieldset>
);

type BoxProps = {
  readonly name: string;
  readonly value: string;
  readonly checked: boolean;
  readonly disabled: boolean;
  readonly hint?: string;
  readonly children?: Child;
};

/** A box with its label, all of which can be pressed. */
const Box: FC<BoxProps> = ({ hint, children, ...input }) => (
  <label class="flex gap-2.5 py-1">
    <input type="checkbox" class="check tick mt-0.5" {...input} />
    <span class="min-w-0">
      <span class="wrap-anywhere">{children}</span>
      {hint === undefined ? null : <span class="hint block">{hint}</span>}
    </span>
  </label>
);

export type ConsentProblem = {
  readonly heading: string;
  readonly message: Message;
  readonly hint: string;
  /** Where to begin again; `null` where that would end the same way. */
  readonly again: string | null;
  /** Of the link there, where it leads to the app and not to this page. */
  readonly label?: string;
};

/** There is nothing to agree to. Nobody is led anywhere without pressing the link, least of all to the app. */
export const ConsentProblemPage: FC<ConsentProblem> = ({ heading, message, hint, again, label = "Start again" }) => (
  <Card heading={heading}>
    <Notice message={message} />
    <p class="hint mt-4">{hint}</p>
    <a class="btn btn-primary mt-6 w-full" href={again ?? "/keys"}>
      {again === null ? "Go to your keys" : label}
    </a>
  </Card>
);
