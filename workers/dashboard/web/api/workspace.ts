/** The workspace that pages are about: `?ws=` in the address, else the one looked at last, else the first. */
import { useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { useSession, type Workspace } from "./session.ts";

const RECENT = "workspaces";
const RECENT_MAX = 20;
const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** What `?ws=` says on pages that can show all workspaces at once. */
export const ALL_WORKSPACES = "all";
/** `?ws=` left out: whatever was looked at last. For links away from a workspace that is no more. */
export const ANY_WORKSPACE = "";

/** For pages about one workspace; `null` for a person who is in none. */
export function useWorkspace(): Workspace | null {
  const { workspaces } = useSession();
  const { ws } = useSearch({ from: "__root__" });
  const wanted = ws === undefined || ws === ALL_WORKSPACES ? recentIds() : [ws];
  const workspace = wanted.flatMap((id) => workspaces.find((candidate) => candidate.id === id) ?? [])[0];
  const shown = workspace ?? workspaces[0] ?? null;
  const id = ws === undefined || ws === ALL_WORKSPACES ? null : shown?.id;
  useEffect(() => {
    if (typeof id === "string") remember(id);
  }, [id]);
  return shown;
}

/** The one looked at now, then those looked at last; the others stay in their order. */
export function byLastUse(workspaces: readonly Workspace[], current: Workspace | null): Workspace[] {
  const recent = [...(current === null ? [] : [current.id]), ...recentIds()];
  const place = ({ id }: Workspace): number => (recent.includes(id) ? recent.indexOf(id) : recent.length);
  return workspaces.toSorted((a, b) => place(a) - place(b));
}

/** Whether the person runs it: sees members' keys, invites, changes settings. */
export function isRunBy(workspace: Workspace): boolean {
  return workspace.role !== "member";
}

function recentIds(): string[] {
  return (localStorage.getItem(RECENT) ?? "").split(" ").filter((id) => id !== "");
}

function remember(id: string): void {
  const others = recentIds().filter((other) => other !== id);
  localStorage.setItem(RECENT, [id, ...others].slice(0, RECENT_MAX).join(" "));
  // For the page that asks for consent, which is made by the server: it ticks this one first.
  document.cookie = `latchkey.workspace=${id}; Path=/oauth; Max-Age=${YEAR_SECONDS}; SameSite=Lax`;
}
