/** Asks before somebody else's app is cut off from a workspace. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactElement } from "react";
import type { ConnectedApp } from "#shared/management/apps.ts";
import { answerOf, api } from "../api/client.ts";
import { messageOf } from "../api/problem-error.ts";
import { receiptOf } from "../api/receipt.ts";
import type { Workspace } from "../api/session.ts";
import { Confirm } from "../ui/confirm.tsx";
import { Notice } from "../ui/notice.tsx";
import { toast } from "../ui/toast.tsx";
import type { Target } from "../ui/use-target.ts";
import { APPS } from "./apps-query.ts";

type CutOffAppProps = { readonly workspace: Workspace; readonly target: Target<ConnectedApp> };

export function CutOffApp({ workspace, target }: CutOffAppProps): ReactElement | null {
  const { thing: app, isOpen, close } = target;
  const queries = useQueryClient();
  const cut = useMutation({
    mutationFn: ({ id }: ConnectedApp) =>
      answerOf(api.v1["connected-apps"][":id"]["cut-off"].$post({ param: { id }, json: { workspace: workspace.id } })),
    onSuccess: ({ app: { name }, propagation }) => {
      close();
      toast({ title: `“${name}” is cut off from “${workspace.name}”`, description: receiptOf(propagation) });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: APPS }),
  });
  if (app === null) return null;
  return (
    <Confirm
      open={isOpen}
      onClose={() => {
        close();
        cut.reset();
      }}
      title={`Cut off “${app.name}”?`}
      description={`It stops reaching “${workspace.name}” at once, and stays connected for ${app.owner.name}, who can connect it again while they are a member.`}
      act="Cut off"
      onAct={() => cut.mutate(app)}
      busy={cut.isPending}
    >
      {cut.error !== null && <Notice tone="bad">{messageOf(cut.error)}</Notice>}
    </Confirm>
  );
}
