/** @jsxImportSource hono/jsx */
/** `/setup/recover`: an owner's last resort. */
import type { FC } from "hono/jsx";
import { Card, Field, type Message, Notice } from "./parts.tsx";

export const RecoverPage: FC<{ email: string; message: Message | null }> = ({ email, message }) => (
  <Card
    heading="Get an owner back in"
    lead="With the setup token of this deployment you make an owner a link that sets a new password."
  >
    <Notice message={message} />
    <form method="post" action="/setup/recover" class="mt-6 flex flex-col gap-4">
      <Field
        name="token"
        label="Setup token"
        type="password"
        autocomplete="off"
        maxlength={512}
        hint="SETUP_TOKEN: in .dev.vars locally, a Worker secret when deployed."
      />
      <Field name="email" label="The owner's e-mail" type="email" autocomplete="off" value={email} maxlength={254} />
      <button class="btn btn-primary" type="submit">
        Make a reset link
      </button>
    </form>
  </Card>
);

export const RecoveryLinkPage: FC<{ url: string }> = ({ url }) => (
  <Card
    heading="Open this link"
    lead="If the e-mail belongs to an owner, it sets a new password: once, within an hour. All of their sessions end."
  >
    <a class="btn btn-primary mt-6 w-full" href={url}>
      Set a new password
    </a>
    <p class="secret mt-4 wrap-anywhere">{url}</p>
  </Card>
);
