/** Makes a link by which a member chooses a new password, and shows it once. The link is nowhere but in this dialog. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactElement } from "react";
import type { Member } from "#shared/management/members.ts";
import { answerOf, api } from "../api/client.ts";
import { messageOf } from "../api/problem-error.ts";
import type { Workspace } from "../api/session.ts";
import { Button } from "../ui/button.tsx";
import { Modal } from "../ui/modal.tsx";
import { Notice } from "../ui/notice.tsx";
import { Time } from "../ui/time.tsx";
import type { Target } from "../ui/use-target.ts";
import { ShownLink } from "./shown-link.tsx";

type ResetLinkProps = { readonly workspace: Workspace; readonly target: Target<Member> };

export function ResetLink({ workspace, target }: ResetLinkProps): ReactElement | null {
  const { thing: member, isOpen } = target;
  const queries = useQueryClient();
  const make = useMutation({
    mutationFn: (userId: string) =>
      answerOf(
        api.v1.workspaces[":id"].members[":userId"]["reset-link"].$post({ param: { id: workspace.id, userId } }),
      ),
    // Not kept anywhere once the dialog is gone.
    gcTime: 0,
    onSuccess: () => queries.invalidateQueries({ queryKey: ["audit"] }),
  });
  if (member === null) return null;
  const close = (): void => {
    target.close();
    make.reset();
  };
  const { user } = member;
  const link = make.data;
  return (
    <Modal
      open={isOpen}
      onClose={close}
      locked={make.isPending}
      title={`Reset link for “${user.name}”`}
      description="With it they choose a new password, and all their sessions end. It works once, for one hour."
      footer={
        link === undefined ? (
          <>
            <Button onClick={close}>Cancel</Button>
            <Button variant="primary" loading={make.isPending} onClick={() => make.mutate(user.id)}>
              Make link
            </Button>
          </>
        ) : (
          <Button onClick={close}>Done</Button>
        )
      }
    >
      <div className="grid grid-cols-1 gap-3">
        {link === undefined ? (
          <p className="text-muted">
            Only somebody who owns every workspace that the person belongs to can make one: it opens the whole account.
          </p>
        ) : (
          <>
            <ShownLink url={link.url} who={user.name} />
            <p className="hint">
              No mail server is needed: send this link yourself, to nobody else. It ends <Time at={link.expires_at} />.
            </p>
          </>
        )}
        {make.error !== null && <Notice tone="bad">{messageOf(make.error)}</Notice>}
      </div>
    </Modal>
  );
}
