/** Asks before somebody gives away their own power: they could not take it back by themselves. */
import type { ReactElement } from "react";
import type { Member } from "#shared/management/members.ts";
import type { Role } from "#shared/scopes.ts";
import { Confirm } from "../ui/confirm.tsx";
import type { Target } from "../ui/use-target.ts";
import { asRole } from "./roles.ts";

export type RoleWish = { readonly member: Member; readonly role: Role };

type ChangeOwnRoleProps = { readonly target: Target<RoleWish>; readonly onChange: (wish: RoleWish) => void };

export function ChangeOwnRole({ target, onChange }: ChangeOwnRoleProps): ReactElement | null {
  const { thing: wish, isOpen, close } = target;
  if (wish === null) return null;
  return (
    <Confirm
      open={isOpen}
      onClose={close}
      title={`Become ${asRole(wish.role)}?`}
      description={`You are ${asRole(wish.member.role)} now. You cannot give that role back to yourself: another owner has to.`}
      act="Change my role"
      onAct={() => {
        close();
        onChange(wish);
      }}
      busy={false}
    />
  );
}
