/** @jsxImportSource hono/jsx */
/** `/reset-password`. */
import type { FC } from "hono/jsx";
import { Card, NewPassword, Notice } from "./parts.tsx";

export type ResetPasswordProps = {
  readonly token: string;
  readonly email: string;
  readonly error: string | undefined;
};

export const ResetPasswordPage: FC<ResetPasswordProps> = ({ token, email, error }) => (
  <Card
    heading="Set a new password"
    lead={
      <>
        For <b class="font-medium text-fg">{email}</b>. You are signed out everywhere when you do.
      </>
    }
  >
    <form method="post" action="/reset-password" class="mt-6 flex flex-col gap-4">
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="email" autocomplete="username" value={email} />
      <NewPassword label="New password" error={error} autofocus />
      <button class="btn btn-primary" type="submit">
        Set password
      </button>
    </form>
  </Card>
);

export const DeadResetLinkPage: FC = () => (
  <Card heading="This link does not work any more">
    <Notice
      message={{ tone: "warn", text: "It was used before, was replaced by a newer one, or is more than an hour old." }}
    />
    <p class="hint mt-4">Ask an owner of your workspace for another one.</p>
    <a class="btn mt-6 w-full" href="/sign-in">
      Go to sign-in
    </a>
  </Card>
);
