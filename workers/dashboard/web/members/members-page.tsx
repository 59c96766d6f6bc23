/** Who belongs to the workspace: a list for everybody, and what can be done about it for who runs it. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { lazy, type ReactElement, Suspense, useState } from "react";
import type { Member } from "#shared/management/members.ts";
import type { Role } from "#shared/scopes.ts";
import { useSession, type Workspace } from "../api/session.ts";
import { isRunBy, useWorkspace } from "../api/workspace.ts";
import { Button } from "../ui/button.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { ShowMore } from "../ui/show-more.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { useTarget } from "../ui/use-target.ts";
import { ChangeOwnRole, type RoleWish } from "./change-own-role.tsx";
import { InvitationList } from "./invitation-list.tsx";
import { LeaveWorkspace } from "./leave-workspace.tsx";
import { MemberRow } from "./member-row.tsx";
import { membersQuery } from "./members-query.ts";
import { RemoveMember } from "./remove-member.tsx";
import { ResetLink } from "./reset-link.tsx";
import { useChangeRole } from "./use-change-role.ts";

const InviteDialog = lazy(() => import("./invite-dialog.tsx").then((module) => ({ default: module.InviteDialog })));

export function MembersPage(): ReactElement | null {
  const workspace = useWorkspace();
  return workspace === null ? null : <Members key={workspace.id} workspace={workspace} />;
}

type MembersProps = { readonly workspace: Workspace };

function Members({ workspace }: MembersProps): ReactElement {
  const isRun = isRunBy(workspace);
  return (
    <>
      <PageHead
        title="Members"
        text={
          isRun
            ? "People of this workspace. What a key reaches ends with its owner’s membership."
            : "People of this workspace. Owners and admins invite and remove them."
        }
        actions={isRun && <Invite workspace={workspace} />}
      />
      <MemberList workspace={workspace} />
      {isRun && <InvitationList workspace={workspace} />}
    </>
  );
}

function Invite({ workspace }: MembersProps): ReactElement {
  const [isOpen, setOpen] = useState(false);
  const [isLoaded, setLoaded] = useState(false);
  return (
    <>
      <Button
        variant="primary"
        onClick={() => {
          setLoaded(true);
          setOpen(true);
        }}
      >
        <UserPlus size={15} aria-hidden />
        Invite people
      </Button>
      <Suspense>
        {isLoaded && <InviteDialog workspace={workspace} open={isOpen} onClose={() => setOpen(false)} />}
      </Suspense>
    </>
  );
}

function MemberList({ workspace }: MembersProps): ReactElement {
  const { user } = useSession();
  const list = useInfiniteQuery({
    ...membersQuery(workspace.id),
    throwOnError: (_error, { state }) => state.data === undefined,
  });
  const [isLeaving, setLeaving] = useState(false);
  const removed = useTarget<Member>();
  const reset = useTarget<Member>();
  const own = useTarget<RoleWish>();
  const changeRole = useChangeRole(workspace);
  const isSelf = (member: Member): boolean => member.user.id === user.id;
  const choose = (member: Member, role: Role): void => {
    if (isSelf(member)) own.open({ member, role });
    else changeRole({ member, role, isUndo: false });
  };
  const acts = { onRole: choose, onResetLink: reset.open, onRemove: removed.open, onLeave: () => setLeaving(true) };
  if (list.data === undefined) return <Skeleton rows={3} />;
  return (
    <section aria-label="Members" className="mt-6">
      <ul className="card">
        {list.data.pages
          .flatMap((page) => page.data)
          .map((member) => (
            <MemberRow key={member.user.id} viewer={workspace.role} isSelf={isSelf(member)} {...{ member, acts }} />
          ))}
      </ul>
      <ShowMore list={list} />
      <RemoveMember workspace={workspace} target={removed} />
      <ResetLink workspace={workspace} target={reset} />
      <ChangeOwnRole target={own} onChange={(wish) => changeRole({ ...wish, isUndo: true })} />
      <LeaveWorkspace workspace={workspace} open={isLeaving} onClose={() => setLeaving(false)} />
    </section>
  );
}
