/** The person's name, and the ways by which they sign in and are signed in. */
import type { ReactElement } from "react";
import { NameForm } from "./name-form.tsx";
import { Passkeys } from "./passkeys.tsx";
import { PasswordForm } from "./password-form.tsx";
import { Section } from "./section.tsx";
import { Sessions } from "./sessions.tsx";

export function AccountSettings(): ReactElement {
  return (
    <>
      <Section title="You" text="What other members see.">
        <NameForm />
      </Section>
      <Section
        title="Passkeys"
        text="Sign in with your face, a finger or a PIN. Nothing to remember, nothing to steal."
      >
        <Passkeys />
      </Section>
      <Section title="Password" text="Other devices are signed out when it changes.">
        <PasswordForm />
      </Section>
      <Section title="Sessions" text="Where you are signed in.">
        <Sessions />
      </Section>
    </>
  );
}
