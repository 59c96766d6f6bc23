/** What can be done to members: the page has these, for a row may be gone before its answer comes. */
import { type InfiniteData, useMutation, useQueryClient } from "@tanstack/react-query";
import type { Member } from "#shared/management/members.ts";
import type { Role } from "#shared/scopes.ts";
import { answerOf, api } from "../api/client.ts";
import { messageOf } from "../api/problem-error.ts";
import { receiptOf } from "../api/receipt.ts";
import type { Workspace } from "../api/session.ts";
import { toast } from "../ui/toast.tsx";
import { MEMBERS, membersQuery } from "./members-query.ts";
import { asRole, ROLE_TEXTS } from "./roles.ts";

type RoleChange = {
  readonly member: Member;
  readonly role: Role;
  /** Whether it takes back a change: then there is nothing to take back any more. */
  readonly isUndo: boolean;
};

type MembersData = InfiniteData<{ data: Member[]; next_cursor: string | null }, string | null>;

/** Shows the new role at once, and the old one again when it is refused. */
export function useChangeRole(workspace: Workspace): (change: RoleChange) => void {
  const queries = useQueryClient();
  const { queryKey } = membersQuery(workspace.id);
  const show = (userId: string, role: Role): void => {
    queries.setQueryData<MembersData>(queryKey, (shown) => shown && withRole(shown, userId, role));
  };
  const change = useMutation({
    mutationFn: ({ member, role }: RoleChange) =>
      answerOf(
        api.v1.workspaces[":id"].members[":userId"].$patch({
          param: { id: workspace.id, userId: member.user.id },
          json: { role },
        }),
      ),
    onMutate: async ({ member, role }) => {
      await queries.cancelQueries({ queryKey });
      show(member.user.id, role);
    },
    onSuccess: ({ propagation }, { member, role, isUndo }) => {
      const undo = {
        label: "Undo",
        onClick: () => change.mutate({ member: { ...member, role }, role: member.role, isUndo: true }),
      };
      toast({
        title: isUndo ? "Role restored" : "Role changed",
        description: `“${member.user.name}” is ${asRole(role)} now. ${isLess(role, member.role) ? receiptOf(propagation) : ROLE_TEXTS[role].meaning}`,
        ...(isUndo ? {} : { action: undo }),
      });
    },
    onError: (error, { member }) => {
      show(member.user.id, member.role);
      toast({ title: "Role not changed", description: messageOf(error) });
    },
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: MEMBERS });
      void queries.invalidateQueries({ queryKey: ["session"] });
      void queries.invalidateQueries({ queryKey: ["audit"] });
    },
  });
  return (wish) => change.mutate(wish);
}

const RANKS: Readonly<Record<Role, number>> = { member: 0, admin: 1, owner: 2 };

function isLess(role: Role, than: Role): boolean {
  return RANKS[role] < RANKS[than];
}

function withRole(shown: MembersData, userId: string, role: Role): MembersData {
  const pages = shown.pages.map((page) => ({
    ...page,
    data: page.data.map((member) => (member.user.id === userId ? { ...member, role } : member)),
  }));
  return { ...shown, pages };
}
