/** Gives a passkey another name. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import { messageOf } from "../api/problem-error.ts";
import { Field } from "../ui/field.tsx";
import { FormModal } from "../ui/form-modal.tsx";
import type { Target } from "../ui/use-target.ts";
import { askAuth } from "./auth-routes.ts";
import { type Passkey, PASSKEYS } from "./passkeys-query.ts";

const NAME_LENGTH_MAX = 60;

type RenamePasskeyProps = { readonly target: Target<Passkey> };

/** `key` it by the passkey, so that it begins with its name. */
export function RenamePasskey({ target }: RenamePasskeyProps): ReactElement | null {
  const { thing: passkey, isOpen, close } = target;
  const [name, setName] = useState(passkey?.name ?? "");
  const queries = useQueryClient();
  const rename = useMutation({
    mutationFn: (id: string) => askAuth("/passkey/update-passkey", { id, name: name.trim() }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: PASSKEYS });
      close();
    },
  });
  if (passkey === null) return null;
  return (
    <FormModal
      open={isOpen}
      onClose={() => {
        close();
        setName(passkey.name);
        rename.reset();
      }}
      busy={rename.isPending}
      width="narrow"
      title="Rename passkey"
      act="Rename"
      blocked={name.trim() === ""}
      onSubmit={() => rename.mutate(passkey.id)}
      failure={rename.error === null ? undefined : `${messageOf(rename.error)} Nothing was saved.`}
    >
      <NameField name={name} onName={setName} />
    </FormModal>
  );
}

type NameFieldProps = { readonly name: string; readonly onName: (name: string) => void };

function NameField({ name, onName }: NameFieldProps): ReactElement {
  return (
    <Field label="Name" hint="As the device it is on.">
      <input
        className="input"
        autoComplete="off"
        dir="auto"
        maxLength={NAME_LENGTH_MAX}
        value={name}
        onChange={(event) => onName(event.target.value)}
      />
    </Field>
  );
}
