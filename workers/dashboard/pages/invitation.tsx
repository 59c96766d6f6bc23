/** @jsxImportSource hono/jsx */
/** `/invite/{token}`: what somebody is invited to, and how they come in. */
import type { FC } from "hono/jsx";
import type { InvitationLink } from "#workers/people/find-invitation.ts";
import {
  Card,
  Field,
  NewPassword,
  type Message,
  Notice,
  Or,
  PasskeyButton,
  ProviderLinks,
  type Providers,
  TextLink,
} from "./parts.tsx";

export type InvitationProps = {
  readonly path: string;
  readonly invitation: InvitationLink;
};

const ROLES = { owner: "an owner", admin: "an admin", member: "a member" } as const;

const Invited: FC<{ invitation: InvitationLink }> = ({ invitation: { inviter, email, role } }) => (
  <>
    <b class="font-medium text-fg">{inviter}</b> invites you, <b class="font-medium text-fg">{email}</b>, to be{" "}
    {ROLES[role]}.
  </>
);

/** For somebody without an account. */
export const JoinPage: FC<
  InvitationProps & {
    name: string;
    errors: { name?: string | undefined; password?: string | undefined };
    message: Message | null;
    providers: Providers;
  }
> = ({ path, invitation, name, errors, message, providers }) => (
  <Card heading={`Join ${invitation.workspace.name}`} lead={<Invited invitation={invitation} />}>
    <Notice message={message} />
    <form id="join" method="post" action={path} class="mt-6 flex flex-col gap-4">
      <Field
        name="email"
        label="E-mail"
        type="email"
        autocomplete="username"
        value={invitation.email}
        readonly
        hint="The invitation is for this address."
      />
      <Field name="name" label="Your name" autocomplete="name" value={name} maxlength={200} error={errors.name} />
      <NewPassword label="Password" error={errors.password} />
      <button class="btn btn-primary" type="submit">
        Create account and join
      </button>
    </form>
    <div class={providers.github || providers.google ? "" : "has-[>[hidden]]:hidden"}>
      <Or />
      <PasskeyButton
        label="Join with a passkey instead"
        act="register"
        form="join"
        options={`${path}/passkey/options`}
        verify={`${path}/passkey`}
        to="/keys"
      />
      <div class="mt-2 empty:hidden">
        <ProviderLinks providers={providers} to={path} />
      </div>
    </div>
  </Card>
);

/** For somebody who has an account and is not signed in. */
export const SignInToJoinPage: FC<InvitationProps> = ({ path, invitation }) => (
  <Card heading={`Join ${invitation.workspace.name}`} lead={<Invited invitation={invitation} />}>
    <p class="hint mt-4">You have an account with this address. Sign in, and you come back here.</p>
    <a class="btn btn-primary mt-6 w-full" href={`/sign-in?to=${encodeURIComponent(path)}`}>
      Sign in to join
    </a>
  </Card>
);

/** For the invited person, signed in. */
export const AcceptPage: FC<InvitationProps> = ({ path, invitation }) => (
  <Card heading={`Join ${invitation.workspace.name}`} lead={<Invited invitation={invitation} />}>
    <form method="post" action={path} class="mt-6 flex flex-col">
      <button class="btn btn-primary" type="submit">
        {`Join ${invitation.workspace.name}`}
      </button>
    </form>
    <p class="hint mt-4">
      Not now? <TextLink href="/keys">Go to your keys</TextLink>; the invitation stays.
    </p>
  </Card>
);

/** For somebody signed in whom the invitation is not for. */
export const OtherPersonPage: FC<InvitationProps & { signedInAs: string }> = ({ path, invitation, signedInAs }) => (
  <Card heading="This invitation is for somebody else">
    <Notice
      message={{ tone: "warn", text: `It is for ${invitation.email}, and you are signed in as ${signedInAs}.` }}
    />
    <form method="post" action="/sign-out" class="mt-6 flex flex-col">
      <input type="hidden" name="to" value={path} />
      <button class="btn btn-primary" type="submit">
        {`Sign out and join as ${invitation.email}`}
      </button>
    </form>
    <p class="hint mt-4">
      Or <TextLink href="/keys">go back to your keys</TextLink>.
    </p>
  </Card>
);

const REASONS: Readonly<Record<Exclude<InvitationLink["state"], "pending">, string>> = {
  accepted: "It was accepted before. If that was you, sign in.",
  expired: "It has expired. Ask whoever invited you to send it again.",
};

/** For a link that leads nowhere, or not any more. */
export const DeadInvitationPage: FC<{ state: Exclude<InvitationLink["state"], "pending"> | null }> = ({ state }) => (
  <Card heading="This invitation cannot be used">
    <Notice
      message={{
        tone: "warn",
        text:
          state === null
            ? "The link is incomplete, was withdrawn, or a newer one was sent in its place."
            : REASONS[state],
      }}
    />
    <a class="btn mt-6 w-full" href="/sign-in">
      Go to sign-in
    </a>
  </Card>
);
