/** Changes the password; whoever else is signed in to the account is signed out. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from "#shared/limits.ts";
import { ProblemError } from "../api/problem-error.ts";
import { useSession } from "../api/session.ts";
import { Field } from "../ui/field.tsx";
import { toast } from "../ui/toast.tsx";
import { askAuth } from "./auth-routes.ts";
import { SaveForm } from "./save-form.tsx";
import { SESSIONS } from "./sessions-query.ts";

export function PasswordForm(): ReactElement {
  const { user } = useSession();
  if (!user.has_password) {
    return (
      <p className="p-4 text-muted sm:p-5">
        You sign in without a password. To set one, ask an owner for a reset link: they find it under Members, in the
        menu beside your name.
      </p>
    );
  }
  return <ChangePassword email={user.email} />;
}

function ChangePassword({ email }: { readonly email: string }): ReactElement {
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: () =>
      askAuth("/change-password", { currentPassword: current, newPassword: next, revokeOtherSessions: true }),
    onSuccess: async () => {
      setCurrent("");
      setNext("");
      toast({ title: "Password changed", description: "Other devices are signed out." });
      await Promise.all([
        queries.invalidateQueries({ queryKey: ["session"] }),
        queries.invalidateQueries({ queryKey: SESSIONS }),
      ]);
    },
  });
  const code = change.error instanceof ProblemError ? change.error.code : "";
  const wrongCurrent = code === "INVALID_PASSWORD" ? change.error?.message : undefined;
  const tooShort = next !== "" && next.length < PASSWORD_LENGTH_MIN;
  return (
    <SaveForm
      isChanged={current !== "" && next !== "" && !tooShort}
      isBusy={change.isPending}
      error={wrongCurrent === undefined ? change.error : null}
      onSave={() => change.mutate()}
      act="Change password"
    >
      {/* For password managers: whose password this is. */}
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      <Field label="Current password" error={wrongCurrent}>
        <PasswordInput name="current-password" value={current} onChange={setCurrent} />
      </Field>
      <Field
        label="New password"
        hint={`At least ${PASSWORD_LENGTH_MIN} characters. A few words are easy to keep in mind.`}
      >
        <PasswordInput name="new-password" value={next} onChange={setNext} />
      </Field>
    </SaveForm>
  );
}

type PasswordInputProps = {
  readonly name: "current-password" | "new-password";
  readonly value: string;
  readonly onChange: (value: string) => void;
};

/** `Field` gives it its id and description, which it passes on. */
function PasswordInput({ name, value, onChange, ...rest }: PasswordInputProps): ReactElement {
  return (
    <input
      {...rest}
      className="input"
      type="password"
      autoComplete={name}
      maxLength={PASSWORD_LENGTH_MAX}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
