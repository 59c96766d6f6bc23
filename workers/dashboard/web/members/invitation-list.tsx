/** Who is invited and has not come yet. A link is known to nobody after it was shown: a new one can be made. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link2, Mail } from "lucide-react";
import type { ReactElement } from "react";
import type { Invitation } from "#shared/management/invitations.ts";
import type { Role } from "#shared/scopes.ts";
import { messageOf } from "../api/problem-error.ts";
import type { Workspace } from "../api/session.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { ShowMore } from "../ui/show-more.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Time } from "../ui/time.tsx";
import { useTarget } from "../ui/use-target.ts";
import { invitationsQuery } from "./members-query.ts";
import { NewLink } from "./new-link.tsx";
import { mayManage, ROLE_TEXTS } from "./roles.ts";
import { WithdrawInvitation } from "./withdraw-invitation.tsx";

type InvitationListProps = { readonly workspace: Workspace };

export function InvitationList({ workspace }: InvitationListProps): ReactElement | null {
  const list = useInfiniteQuery(invitationsQuery(workspace.id));
  const renewed = useTarget<Invitation>();
  const withdrawn = useTarget<Invitation>();
  const invitations = list.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <section aria-labelledby="invitations" className="mt-8">
      {list.error !== null && list.data === undefined && <Notice tone="bad">{messageOf(list.error)}</Notice>}
      {list.isPending && <Skeleton rows={1} />}
      {invitations.length > 0 && (
        <>
          <h2 id="invitations" className="label mb-2">
            Pending invitations <span className="ml-1 font-normal text-muted tabular-nums">{invitations.length}</span>
          </h2>
          <ul className="card">
            {invitations.map((invitation) => (
              <InvitationRow
                key={invitation.id}
                invitation={invitation}
                viewer={workspace.role}
                onRenew={renewed.open}
                onWithdraw={withdrawn.open}
              />
            ))}
          </ul>
          <ShowMore list={list} />
        </>
      )}
      <NewLink workspace={workspace} target={renewed} />
      <WithdrawInvitation workspace={workspace} target={withdrawn} />
    </section>
  );
}

type InvitationRowProps = {
  readonly invitation: Invitation;
  readonly viewer: Role;
  readonly onRenew: (invitation: Invitation) => void;
  readonly onWithdraw: (invitation: Invitation) => void;
};

function InvitationRow({ invitation, viewer, onRenew, onWithdraw }: InvitationRowProps): ReactElement {
  const { email, role, status, expires_at: expiresAt, invited_by: by } = invitation;
  return (
    <li className="irow">
      <div className="flex min-w-0 items-center gap-3">
        <span className="grid size-9 shrink-0 place-items-center rounded-full border border-dashed border-line-strong text-muted">
          <Mail size={15} aria-hidden />
        </span>
        <div className="min-w-0">
          <p className="flex min-w-0 items-center gap-2">
            <span className="truncate font-medium">{email}</span>
            {status === "expired" && (
              <span className="status" data-s="expired">
                Expired
              </span>
            )}
          </p>
          <p className="truncate text-[13px] text-muted">
            Invited by <bdi>{by.name}</bdi>
          </p>
        </div>
      </div>
      <div className="c-role text-muted">{ROLE_TEXTS[role].label}</div>
      <div className="c-active text-muted">
        {status === "expired" ? "Ended" : "Ends"} <Time at={expiresAt} />
      </div>
      {mayManage(viewer, role) && (
        <div className="c-acts flex gap-2">
          <Button size="small" aria-label={`New link for ${email}`} onClick={() => onRenew(invitation)}>
            <Link2 size={14} aria-hidden />
            New link
          </Button>
          <Button
            size="small"
            aria-label={`Withdraw the invitation of ${email}`}
            onClick={() => onWithdraw(invitation)}
          >
            Withdraw
          </Button>
        </div>
      )}
    </li>
  );
}
