/** Invites people by e-mail address, and shows the link of each to pass on. Loaded when it is first opened. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import type { Role } from "#shared/scopes.ts";
import { answerOf, api } from "../api/client.ts";
import { messageOf } from "../api/problem-error.ts";
import type { Workspace } from "../api/session.ts";
import { Button } from "../ui/button.tsx";
import { Modal } from "../ui/modal.tsx";
import { EMAILS_MAX, parseEmails } from "./emails.ts";
import { InviteForm } from "./invite-form.tsx";
import { INVITATIONS } from "./members-query.ts";
import { type Invited, SentLinks } from "./sent-links.tsx";

type InviteDialogProps = { readonly workspace: Workspace; readonly open: boolean; readonly onClose: () => void };

export function InviteDialog({ workspace, open, onClose }: InviteDialogProps): ReactElement {
  const [text, setText] = useState("");
  const [role, setRole] = useState<Role>("member");
  const [problem, setProblem] = useState<string | undefined>();
  const invite = useInvite(workspace);
  const sent = invite.data?.some((answer) => "url" in answer) === true ? invite.data : null;
  const refused = sent === null ? (invite.data ?? []).flatMap((answer) => ("reason" in answer ? [answer] : [])) : [];
  const close = (): void => {
    onClose();
    // Links are gone with the dialog; a new one can be made for each invitation.
    setText("");
    setProblem(undefined);
    invite.reset();
  };
  const submit = (): void => {
    const wrong = problemOf(text);
    setProblem(wrong);
    if (wrong === undefined) invite.mutate({ emails: parseEmails(text).emails, role });
  };
  const again = (): void => {
    setText("");
    invite.reset();
  };
  return (
    <Modal
      open={open}
      onClose={close}
      locked={invite.isPending}
      title={sent === null ? "Invite people" : "Send these links"}
      description={
        sent === null
          ? `They join “${workspace.name}” when they open their link.`
          : "No mail server is needed: send each link yourself. It works once, for 7 days."
      }
      footer={<Footer isSent={sent !== null} isBusy={invite.isPending} onClose={close} onAgain={again} />}
    >
      {sent === null ? (
        <InviteForm
          viewer={workspace.role}
          {...{ text, role, refused, problem }}
          onText={setText}
          onRole={setRole}
          onSubmit={submit}
        />
      ) : (
        <SentLinks sent={sent} />
      )}
    </Modal>
  );
}

type FooterProps = {
  readonly isSent: boolean;
  readonly isBusy: boolean;
  readonly onClose: () => void;
  readonly onAgain: () => void;
};

function Footer({ isSent, isBusy, onClose, onAgain }: FooterProps): ReactElement {
  if (isSent) {
    return (
      <>
        <Button onClick={onAgain}>Invite others</Button>
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      </>
    );
  }
  return (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button variant="primary" type="submit" form="invite" loading={isBusy}>
        Create links
      </Button>
    </>
  );
}

/** What has to be changed before anything is sent. */
function problemOf(text: string): string | undefined {
  const { emails, wrong } = parseEmails(text);
  const [first] = wrong;
  if (first !== undefined) return `“${first}” is not an e-mail address.`;
  if (emails.length === 0) return "Write at least one e-mail address.";
  return emails.length > EMAILS_MAX ? `Invite at most ${EMAILS_MAX} people at a time.` : undefined;
}

type Wish = { readonly emails: readonly string[]; readonly role: Role };

/** One after the other: each is refused or made on its own. */
function useInvite(workspace: Workspace) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ emails, role }: Wish) => {
      const answers: Invited[] = [];
      for (const email of emails) answers.push(await inviteOne(workspace.id, email, role));
      return answers;
    },
    // Not kept anywhere once the dialog is gone.
    gcTime: 0,
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: INVITATIONS });
      void queries.invalidateQueries({ queryKey: ["audit"] });
    },
  });
}

async function inviteOne(id: string, email: string, role: Role): Promise<Invited> {
  try {
    const { invitation, url } = await answerOf(
      api.v1.workspaces[":id"].invitations.$post({ param: { id }, json: { email, role } }),
    );
    return { email, invitation, url };
  } catch (error) {
    return { email, reason: messageOf(error) };
  }
}
