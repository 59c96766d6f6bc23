/** Asks before somebody leaves a workspace, and says which of their own keys and apps lose it. */
import { useMutation } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { answerOf, api } from "../api/client.ts";
import { useForgetWorkspace } from "../api/forget-workspace.ts";
import { messageOf } from "../api/problem-error.ts";
import { receiptOf } from "../api/receipt.ts";
import { useSession, type Workspace } from "../api/session.ts";
import { Confirm } from "../ui/confirm.tsx";
import { Notice } from "../ui/notice.tsx";
import { toast } from "../ui/toast.tsx";
import { LosingKeys } from "./losing-keys.tsx";

type LeaveWorkspaceProps = { readonly workspace: Workspace; readonly open: boolean; readonly onClose: () => void };

export function LeaveWorkspace({ workspace, open, onClose }: LeaveWorkspaceProps): ReactElement {
  const { user } = useSession();
  const forget = useForgetWorkspace();
  const leave = useMutation({
    mutationFn: () =>
      answerOf(api.v1.workspaces[":id"].members[":userId"].$delete({ param: { id: workspace.id, userId: user.id } })),
    onSuccess: async ({ propagation }) => {
      onClose();
      toast({ title: `You have left “${workspace.name}”`, description: receiptOf(propagation) });
      await forget(workspace.id);
    },
  });
  return (
    <Confirm
      open={open}
      onClose={() => {
        onClose();
        leave.reset();
      }}
      title={`Leave “${workspace.name}”?`}
      description="You lose access to its content, and your keys and apps stop reaching it. Only an invitation brings you back."
      act="Leave workspace"
      onAct={() => leave.mutate()}
      busy={leave.isPending}
    >
      <div className="grid grid-cols-1 gap-3">
        <LosingKeys owner={user.id} workspaceId={workspace.id} isSelf />
        {leave.error !== null && <Notice tone="bad">{messageOf(leave.error)} Nothing was changed.</Notice>}
      </div>
    </Confirm>
  );
}
