/** One member: who, their role, and what they hold in the workspace. */
import { Ellipsis, Link2, LogOut, UserMinus } from "lucide-react";
import type { ReactElement } from "react";
import type { Member } from "#shared/management/members.ts";
import type { Role } from "#shared/scopes.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Button } from "../ui/button.tsx";
import { Menu, MenuItem } from "../ui/menu.tsx";
import { Select } from "../ui/select.tsx";
import { Time } from "../ui/time.tsx";
import { grantableRoles, mayManage, ROLE_TEXTS } from "./roles.ts";

type MemberActs = {
  readonly onRole: (member: Member, role: Role) => void;
  readonly onResetLink: (member: Member) => void;
  readonly onRemove: (member: Member) => void;
  readonly onLeave: () => void;
};

type MemberRowProps = {
  readonly member: Member;
  /** The viewer's own role. */
  readonly viewer: Role;
  readonly isSelf: boolean;
  readonly acts: MemberActs;
};

export function MemberRow({ member, viewer, isSelf, acts }: MemberRowProps): ReactElement {
  const { user, role } = member;
  return (
    <li className="mrow">
      <div className="flex min-w-0 items-center gap-3">
        <Avatar name={user.name} size="large" />
        <div className="min-w-0">
          <p className="flex min-w-0 items-center gap-2">
            <bdi className="truncate font-medium">{user.name}</bdi>
            {isSelf && <span className="chip">You</span>}
          </p>
          <p className="truncate text-[13px] text-muted">{user.email}</p>
        </div>
      </div>
      <div className="c-role">
        {mayManage(viewer, role) ? (
          <Select
            className="role-select"
            aria-label={`Role of ${user.name}`}
            value={role}
            onChange={(chosen) => acts.onRole(member, chosen)}
            options={grantableRoles(viewer).map((value) => ({ value, label: ROLE_TEXTS[value].label }))}
          />
        ) : (
          <span className="text-muted">{ROLE_TEXTS[role].label}</span>
        )}
      </div>
      {member.keys !== null && <Holdings keys={member.keys} lastActiveAt={member.last_active_at} />}
      <div className="c-menu">
        <MemberMenu {...{ member, viewer, isSelf, acts }} />
      </div>
    </li>
  );
}

type HoldingsProps = { readonly keys: number; readonly lastActiveAt: string | null };

function Holdings({ keys, lastActiveAt }: HoldingsProps): ReactElement {
  return (
    <div className="c-holdings text-muted">
      <div className="tabular-nums">{keysText(keys)}</div>
      <div>
        {lastActiveAt === null ? (
          "Never active"
        ) : (
          <>
            Active <Time at={lastActiveAt} />
          </>
        )}
      </div>
    </div>
  );
}

function keysText(keys: number): string {
  if (keys === 0) return "No keys";
  return keys === 1 ? "1 key" : `${keys} keys`;
}

function MemberMenu({ member, viewer, isSelf, acts }: MemberRowProps): ReactElement | null {
  const canRemove = !isSelf && mayManage(viewer, member.role);
  const canReset = !isSelf && viewer === "owner";
  if (!isSelf && !canRemove) return null;
  return (
    <Menu
      trigger={
        <Button variant="ghost" size="icon" aria-label={`Actions for ${member.user.name}`}>
          <Ellipsis size={16} aria-hidden />
        </Button>
      }
    >
      {canReset && (
        <MenuItem onClick={() => acts.onResetLink(member)}>
          <Link2 size={15} aria-hidden />
          Make reset link…
        </MenuItem>
      )}
      {canRemove && (
        <MenuItem danger onClick={() => acts.onRemove(member)}>
          <UserMinus size={15} aria-hidden />
          Remove from workspace…
        </MenuItem>
      )}
      {isSelf && (
        <MenuItem danger onClick={acts.onLeave}>
          <LogOut size={15} aria-hidden />
          Leave workspace…
        </MenuItem>
      )}
    </Menu>
  );
}
