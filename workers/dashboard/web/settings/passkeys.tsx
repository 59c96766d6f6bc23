/** The person's passkeys: add, rename, remove. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { FingerprintPattern, Pencil, Plus, Trash2 } from "lucide-react";
import type { ReactElement } from "react";
import { messageOf } from "../api/problem-error.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Time } from "../ui/time.tsx";
import { toast } from "../ui/toast.tsx";
import { Tooltip } from "../ui/tooltip.tsx";
import { useTarget } from "../ui/use-target.ts";
import { addPasskey, canAddPasskey, PasskeyError } from "./add-passkey.ts";
import { type Passkey, PASSKEYS, passkeysQuery } from "./passkeys-query.ts";
import { RemovePasskey } from "./remove-passkey.tsx";
import { RenamePasskey } from "./rename-passkey.tsx";

export function Passkeys(): ReactElement {
  const passkeys = useQuery(passkeysQuery);
  const queries = useQueryClient();
  const renamed = useTarget<Passkey>();
  const removed = useTarget<Passkey>();
  const add = useMutation({
    mutationFn: addPasskey,
    onSuccess: () => toast({ title: "Passkey added", description: "You can sign in with it from now on." }),
    onError: (error) =>
      toast({
        title: "No passkey was added",
        description: error instanceof PasskeyError ? error.message : messageOf(error),
      }),
    onSettled: () => queries.invalidateQueries({ queryKey: PASSKEYS }),
  });
  const list = passkeys.data ?? [];
  return (
    <>
      <PasskeyList
        {...{ list, error: passkeys.error, isLoading: passkeys.isPending }}
        onRename={renamed.open}
        onRemove={removed.open}
      />
      <div className="card-foot">
        {canAddPasskey() ? (
          <Button loading={add.isPending} onClick={() => add.mutate()}>
            <Plus size={15} aria-hidden />
            Add passkey
          </Button>
        ) : (
          <p className="hint">This browser has no passkeys.</p>
        )}
      </div>
      <RenamePasskey key={renamed.thing?.id} target={renamed} />
      <RemovePasskey target={removed} isLast={list.length === 1} />
    </>
  );
}

type PasskeyListProps = {
  readonly list: readonly Passkey[];
  readonly error: Error | null;
  readonly isLoading: boolean;
  readonly onRename: (passkey: Passkey) => void;
  readonly onRemove: (passkey: Passkey) => void;
};

function PasskeyList({ list, error, isLoading, onRename, onRemove }: PasskeyListProps): ReactElement {
  if (error !== null) {
    return (
      <div className="p-4 sm:p-5">
        <Notice tone="bad">{messageOf(error)}</Notice>
      </div>
    );
  }
  if (isLoading) return <Skeleton rows={1} />;
  if (list.length === 0) return <p className="p-4 text-muted sm:p-5">No passkeys yet.</p>;
  return (
    <ul className="divide-y divide-line">
      {list.map((passkey) => (
        <li key={passkey.id} className="flex items-center gap-3 p-4 sm:px-5">
          <FingerprintPattern size={18} aria-hidden className="shrink-0 text-muted" />
          <div className="min-w-0 flex-1">
            <bdi className="block truncate font-medium">{passkey.name}</bdi>
            {passkey.createdAt !== null && (
              <p className="text-[13px] text-muted">
                Added <Time at={passkey.createdAt} />
              </p>
            )}
          </div>
          <Tooltip content="Rename">
            <Button variant="ghost" size="icon" aria-label={`Rename ${passkey.name}`} onClick={() => onRename(passkey)}>
              <Pencil size={15} aria-hidden />
            </Button>
          </Tooltip>
          <Tooltip content="Remove">
            <Button variant="ghost" size="icon" aria-label={`Remove ${passkey.name}`} onClick={() => onRemove(passkey)}>
              <Trash2 size={15} aria-hidden />
            </Button>
          </Tooltip>
        </li>
      ))}
    </ul>
  );
}
