/** @jsxImportSource hono/jsx */
/** `/sign-in`. */
import type { FC } from "hono/jsx";
import { Card, Field, type Message, Notice, Or, PasskeyButton, ProviderLinks, type Providers } from "./parts.tsx";

export type SignInProps = {
  readonly email: string;
  /** Where to go afterwards. */
  readonly to: string;
  readonly message: Message | null;
  readonly providers: Providers;
};

export const SignInPage: FC<SignInProps> = ({ email, to, message, providers }) => (
  <>
    <Card heading="Sign in to Latchkey" lead="API keys and MCP access for your workspaces.">
      <Notice message={message} />
      <form method="post" action="/sign-in" class="mt-6 flex flex-col gap-4">
        <input type="hidden" name="to" value={to} />
        <Field
          name="email"
          label="E-mail"
          type="email"
          autocomplete="username webauthn"
          value={email}
          maxlength={254}
          autofocus={email === ""}
        />
        <Field
          name="password"
          label="Password"
          type="password"
          autocomplete="current-password"
          maxlength={128}
          autofocus={email !== ""}
        />
        <button class="btn btn-primary" type="submit">
          Sign in
        </button>
      </form>
      <Or />
      <div class="flex flex-col gap-2">
        <PasskeyButton
          label="Sign in with a passkey"
          act="sign-in"
          options="/api/auth/passkey/generate-authenticate-options"
          verify="/api/auth/passkey/verify-authentication"
          to={to}
        />
        <noscript>
          <p class="hint">Passkeys need JavaScript; a password does not.</p>
        </noscript>
        <ProviderLinks providers={providers} to={to} />
      </div>
    </Card>
    <p class="mt-4 text-center text-[13px] text-muted text-pretty">
      Forgot your password? Ask an owner of your workspace for a reset link. New here? Ask for an invitation.
    </p>
  </>
);
