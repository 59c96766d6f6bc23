/** Asks before a member is removed, and says which of their keys and apps lose the workspace. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactElement } from "react";
import type { Member } from "#shared/management/members.ts";
import { answerOf, api } from "../api/client.ts";
import { messageOf } from "../api/problem-error.ts";
import { receiptOf } from "../api/receipt.ts";
import type { Workspace } from "../api/session.ts";
import { Confirm } from "../ui/confirm.tsx";
import { Notice } from "../ui/notice.tsx";
import { toast } from "../ui/toast.tsx";
import type { Target } from "../ui/use-target.ts";
import { LosingKeys } from "./losing-keys.tsx";

type RemoveMemberProps = { readonly workspace: Workspace; readonly target: Target<Member> };

export function RemoveMember({ workspace, target }: RemoveMemberProps): ReactElement | null {
  const { thing: member, isOpen, close } = target;
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: ({ user }: Member) =>
      answerOf(api.v1.workspaces[":id"].members[":userId"].$delete({ param: { id: workspace.id, userId: user.id } })),
    onSuccess: ({ keys, apps, propagation }, { user }) => {
      close();
      const lost = lostText(keys.length, apps.length);
      toast({ title: `“${user.name}” is no longer a member`, description: `${lost}${receiptOf(propagation)}` });
      return queries.invalidateQueries();
    },
  });
  if (member === null) return null;
  const { user } = member;
  return (
    <Confirm
      open={isOpen}
      onClose={() => {
        close();
        remove.reset();
      }}
      title={`Remove “${user.name}”?`}
      description={`They lose access to “${workspace.name}”, and so do their keys and apps. Inviting them again does not give it back to those.`}
      act="Remove member"
      onAct={() => remove.mutate(member)}
      busy={remove.isPending}
    >
      <div className="grid grid-cols-1 gap-3">
        <LosingKeys owner={user.id} workspaceId={workspace.id} isSelf={false} />
        {remove.error !== null && <Notice tone="bad">{messageOf(remove.error)} Nothing was changed.</Notice>}
      </div>
    </Confirm>
  );
}

function lostText(keys: number, apps: number): string {
  const lost = [counted(keys, "key"), counted(apps, "app")].filter((part) => part !== null);
  return lost.length === 0 ? "" : `${lost.join(" and ")} lost it too. `;
}

function counted(count: number, what: string): string | null {
  if (count === 0) return null;
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}
