/** Asks before a passkey is removed, and keeps the one that is the only way in. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { messageOf } from "../api/problem-error.ts";
import { useSession } from "../api/session.ts";
import { Confirm } from "../ui/confirm.tsx";
import { Notice } from "../ui/notice.tsx";
import { toast } from "../ui/toast.tsx";
import type { Target } from "../ui/use-target.ts";
import { askAuth } from "./auth-routes.ts";
import { type Passkey, PASSKEYS } from "./passkeys-query.ts";

type RemovePasskeyProps = { readonly target: Target<Passkey>; readonly isLast: boolean };

export function RemovePasskey({ target, isLast }: RemovePasskeyProps): ReactElement | null {
  const { thing: passkey, isOpen, close } = target;
  const { user, sign_in: providers } = useSession();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: ({ id }: Passkey) => askAuth("/passkey/delete-passkey", { id }),
    onSuccess: () => {
      close();
      toast({ title: "Passkey removed", description: "Delete it on the device too: there it is still offered." });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: PASSKEYS }),
  });
  if (passkey === null) return null;
  const isOnlyWay = isLast && !user.has_password;
  return (
    <Confirm
      open={isOpen}
      onClose={() => {
        close();
        remove.reset();
      }}
      title={`Remove “${passkey.name}”?`}
      description="You can no longer sign in with it. Devices that are signed in stay so."
      act="Remove passkey"
      onAct={() => remove.mutate(passkey)}
      busy={remove.isPending}
      blocked={isOnlyWay && !providers.github && !providers.google}
    >
      <div className="grid grid-cols-1 gap-3">
        {isOnlyWay && (
          <Notice>This may be your only way to sign in: you have no password. Add another passkey first.</Notice>
        )}
        {remove.error !== null && <Notice tone="bad">{messageOf(remove.error)}</Notice>}
      </div>
    </Confirm>
  );
}
