/** @jsxImportSource hono/jsx */
/** `/setup`: the first owner and the first workspace. */
import type { FC } from "hono/jsx";
import { Card, Field, NewPassword, type Message, Notice, Or, PasskeyButton, TextLink } from "./parts.tsx";

/** What was filled in so far; a password is never sent back. */
export type SetupValues = {
  readonly token: string;
  readonly name: string;
  readonly email: string;
  readonly workspace: string;
};

export type SetupProps = {
  readonly values: SetupValues;
  /** By field. */
  readonly errors: Readonly<Partial<Record<keyof SetupValues | "password", string>>>;
  readonly message: Message | null;
};

export const SetupPage: FC<SetupProps> = ({ values, errors, message }) => (
  <Card heading="Set up Latchkey" lead="You become the owner of this deployment, with a first workspace in it.">
    <Notice message={message} />
    <form id="setup" method="post" action="/setup" class="mt-6 flex flex-col gap-4">
      <SetupToken token={values.token} error={errors.token} />
      <Field
        name="name"
        label="Your name"
        autocomplete="name"
        value={values.name}
        maxlength={200}
        error={errors.name}
      />
      <Field
        name="email"
        label="E-mail"
        type="email"
        autocomplete="username"
        value={values.email}
        maxlength={254}
        error={errors.email}
      />
      <Field
        name="workspace"
        label="Workspace"
        autocomplete="organization"
        value={values.workspace}
        maxlength={200}
        hint="A team, a production, a company. You can add more later."
        error={errors.workspace}
      />
      <NewPassword label="Password" error={errors.password} />
      <button class="btn btn-primary" type="submit">
        Create workspace
      </button>
    </form>
    <div class="has-[>[hidden]]:hidden">
      <Or />
      <PasskeyButton
        label="Create it with a passkey instead"
        act="register"
        form="setup"
        options="/setup/passkey/options"
        verify="/setup/passkey"
        to="/keys"
      />
    </div>
  </Card>
);

/** Filled by the link that the terminal printed; asked for where it was opened without. */
const SetupToken: FC<{ token: string; error: string | undefined }> = ({ token, error }) =>
  token !== "" && error === undefined ? (
    <input type="hidden" name="token" value={token} />
  ) : (
    <Field
      name="token"
      label="Setup token"
      autocomplete="off"
      value={token}
      maxlength={512}
      hint="SETUP_TOKEN: in .dev.vars locally, a Worker secret when deployed."
      error={error}
    />
  );

export const AlreadySetUpPage: FC = () => (
  <Card heading="Latchkey is set up" lead="This deployment has an owner.">
    <a class="btn btn-primary mt-6 w-full" href="/sign-in">
      Sign in
    </a>
    <p class="hint mt-4">
      Are you the owner and cannot sign in? <TextLink href="/setup/recover">Get back in</TextLink> with the setup token.
    </p>
  </Card>
);
