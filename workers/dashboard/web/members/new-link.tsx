/** Makes a new link for an invitation, in place of the one before, and shows it once. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactElement } from "react";
import type { Invitation } from "#shared/management/invitations.ts";
import { answerOf, api } from "../api/client.ts";
import { messageOf } from "../api/problem-error.ts";
import type { Workspace } from "../api/session.ts";
import { Button } from "../ui/button.tsx";
import { Modal } from "../ui/modal.tsx";
import { Notice } from "../ui/notice.tsx";
import type { Target } from "../ui/use-target.ts";
import { INVITATIONS } from "./members-query.ts";
import { ShownLink } from "./shown-link.tsx";

type NewLinkProps = { readonly workspace: Workspace; readonly target: Target<Invitation> };

export function NewLink({ workspace, target }: NewLinkProps): ReactElement | null {
  const { thing: invitation, isOpen } = target;
  const queries = useQueryClient();
  const renew = useMutation({
    mutationFn: (invitationId: string) =>
      answerOf(
        api.v1.workspaces[":id"].invitations[":invitationId"].resend.$post({
          param: { id: workspace.id, invitationId },
        }),
      ),
    // Not kept anywhere once the dialog is gone.
    gcTime: 0,
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: INVITATIONS });
      void queries.invalidateQueries({ queryKey: ["audit"] });
    },
  });
  if (invitation === null) return null;
  const close = (): void => {
    target.close();
    renew.reset();
  };
  const link = renew.data;
  return (
    <Modal
      open={isOpen}
      onClose={close}
      locked={renew.isPending}
      title={link === undefined ? "Make a new link?" : "Send this link"}
      description={
        link === undefined
          ? `The link that ${invitation.email} has now stops working, and the new one works for 7 days.`
          : "No mail server is needed: send this link yourself. It works once, for 7 days."
      }
      footer={
        link === undefined ? (
          <>
            <Button onClick={close}>Cancel</Button>
            <Button variant="primary" loading={renew.isPending} onClick={() => renew.mutate(invitation.id)}>
              Make new link
            </Button>
          </>
        ) : (
          <Button onClick={close}>Done</Button>
        )
      }
    >
      {link !== undefined && <ShownLink url={link.url} who={invitation.email} />}
      {renew.error !== null && <Notice tone="bad">{messageOf(renew.error)}</Notice>}
    </Modal>
  );
}
