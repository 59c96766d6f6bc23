/** Asks before an invitation is withdrawn: its link cannot be brought back. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactElement } from "react";
import type { Invitation } from "#shared/management/invitations.ts";
import { answerOf, api } from "../api/client.ts";
import { messageOf } from "../api/problem-error.ts";
import type { Workspace } from "../api/session.ts";
import { Confirm } from "../ui/confirm.tsx";
import { Notice } from "../ui/notice.tsx";
import { toast } from "../ui/toast.tsx";
import type { Target } from "../ui/use-target.ts";
import { INVITATIONS } from "./members-query.ts";

type WithdrawInvitationProps = { readonly workspace: Workspace; readonly target: Target<Invitation> };

export function WithdrawInvitation({ workspace, target }: WithdrawInvitationProps): ReactElement | null {
  const { thing: invitation, isOpen, close } = target;
  const queries = useQueryClient();
  const withdraw = useMutation({
    mutationFn: ({ id }: Invitation) =>
      answerOf(
        api.v1.workspaces[":id"].invitations[":invitationId"].$delete({
          param: { id: workspace.id, invitationId: id },
        }),
      ),
    onSuccess: (_answer, { email }) => {
      close();
      toast({ title: "Invitation withdrawn", description: `The link of ${email} does not work any more.` });
    },
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: INVITATIONS });
      void queries.invalidateQueries({ queryKey: ["audit"] });
    },
  });
  if (invitation === null) return null;
  return (
    <Confirm
      open={isOpen}
      onClose={() => {
        close();
        withdraw.reset();
      }}
      title={`Withdraw the invitation of ${invitation.email}?`}
      description="Their link stops working at once. You can invite them again with a new one."
      act="Withdraw invitation"
      onAct={() => withdraw.mutate(invitation)}
      busy={withdraw.isPending}
    >
      {withdraw.error !== null && <Notice tone="bad">{messageOf(withdraw.error)}</Notice>}
    </Confirm>
  );
}
