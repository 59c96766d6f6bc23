/** The person's own name. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import { answerOf, api } from "../api/client.ts";
import { ProblemError } from "../api/problem-error.ts";
import { useSession } from "../api/session.ts";
import { Field } from "../ui/field.tsx";
import { toast } from "../ui/toast.tsx";
import { SaveForm } from "./save-form.tsx";

export function NameForm(): ReactElement {
  const { user } = useSession();
  const queries = useQueryClient();
  const [name, setName] = useState(user.name);
  const rename = useMutation({
    mutationFn: () => answerOf(api.v1.session.user.$patch({ json: { name: name.trim() } })),
    onSuccess: async () => {
      await queries.invalidateQueries();
      toast({ title: "Name saved" });
    },
  });
  const wrong = rename.error instanceof ProblemError ? rename.error.field("/name") : undefined;
  return (
    <SaveForm
      isChanged={name.trim() !== user.name}
      isBusy={rename.isPending}
      error={wrong === undefined ? rename.error : null}
      onSave={() => rename.mutate()}
    >
      <Field label="Name" error={wrong}>
        <input
          className="input"
          autoComplete="name"
          dir="auto"
          maxLength={400}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <Field label="E-mail" hint="You sign in with it. It cannot be changed.">
        <input className="input" type="email" readOnly value={user.email} />
      </Field>
    </SaveForm>
  );
}
