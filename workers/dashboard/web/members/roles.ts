/** What roles mean to people, and who may give which. The server decides; this only shows what it would allow. */
import type { Role } from "#shared/scopes.ts";

type RoleText = { readonly label: string; readonly meaning: string };

export const ROLE_TEXTS: Readonly<Record<Role, RoleText>> = {
  member: { label: "Member", meaning: "Works with the content, and makes and manages their own keys." },
  admin: { label: "Admin", meaning: "Also invites and removes people, changes settings, and can cut off every key." },
  owner: { label: "Owner", meaning: "Also makes other owners, and can delete the workspace." },
};

/** With its article, within a sentence: "an admin". */
export function asRole(role: Role): string {
  return role === "member" ? "a member" : `an ${role}`;
}

/** The roles that somebody with `own` may give, the smallest first; none for a member. */
export function grantableRoles(own: Role): readonly Role[] {
  if (own === "owner") return ["member", "admin", "owner"];
  return own === "admin" ? ["member", "admin"] : [];
}

/** Whether somebody with `own` may change or remove who has `role`. */
export function mayManage(own: Role, role: Role): boolean {
  return grantableRoles(own).includes(role);
}
