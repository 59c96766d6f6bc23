/** Whom to invite, and as what. */
import type { ReactElement } from "react";
import type { Role } from "#shared/scopes.ts";
import { Field, FieldGroup } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { Radio, RadioGroup } from "../ui/radio.tsx";
import { grantableRoles, ROLE_TEXTS } from "./roles.ts";

type InviteFormProps = {
  /** The role of who invites. */
  readonly viewer: Role;
  readonly text: string;
  readonly role: Role;
  /** What is wrong with the text. */
  readonly problem: string | undefined;
  /** Addresses that the API did not take, with its reasons. */
  readonly refused: readonly { readonly email: string; readonly reason: string }[];
  readonly onText: (text: string) => void;
  readonly onRole: (role: Role) => void;
  readonly onSubmit: () => void;
};

export function InviteForm(props: InviteFormProps): ReactElement {
  const { viewer, text, role, problem, refused, onText, onRole, onSubmit } = props;
  const roles = grantableRoles(viewer);
  return (
    <form
      id="invite"
      className="flex flex-col gap-5"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <Field label="E-mail addresses" hint="One or several, each on its own line or with commas." error={problem}>
        <textarea
          className="input textarea"
          rows={3}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={6000}
          placeholder="maya@example.com"
          value={text}
          onChange={(event) => onText(event.target.value)}
        />
      </Field>
      <FieldGroup legend="Role">
        <RadioGroup
          className="grid grid-cols-1 gap-3"
          value={role}
          onValueChange={(chosen: unknown) => {
            const found = roles.find((candidate) => candidate === chosen);
            if (found !== undefined) onRole(found);
          }}
        >
          {roles.map((candidate) => (
            <Radio key={candidate} value={candidate} hint={ROLE_TEXTS[candidate].meaning}>
              {ROLE_TEXTS[candidate].label}
            </Radio>
          ))}
        </RadioGroup>
      </FieldGroup>
      {refused.length > 0 && (
        <Notice tone="bad">
          <p>Nobody was invited.</p>
          <ul>
            {refused.map(({ email, reason }) => (
              <li key={email}>
                {email}: {reason}
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </form>
  );
}
