/** Gives a passkey another name. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import { messageOf } from "../api/problem-error.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Modal } from "../ui/modal.tsx";
import { Notice } from "../ui/notice.tsx";
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
    <Modal
      open={isOpen}
      onClose={() => {
        close();
        setName(passkey.name);
        rename.reset();
      }}
      locked={rename.isPending}
      width="narrow"
      title="Rename passkey"
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button
            variant="primary"
            type="submit"
            form="rename-passkey"
            loading={rename.isPending}
            disabled={name.trim() === ""}
          >
            Rename
          </Button>
        </>
      }
    >
      <form
        id="rename-passkey"
        className="grid grid-cols-1 gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          rename.mutate(passkey.id);
        }}
      >
        <NameField name={name} onName={setName} />
        {rename.error !== null && <Notice tone="bad">{messageOf(rename.error)} Nothing was saved.</Notice>}
      </form>
    </Modal>
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
