/** The workspace that pages are about: `?ws=` in the address, else the one looked at last, else the first. */
import { useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { useSession, type Workspace } from "./session.ts";

const LAST_WORKSPACE = "workspace";

/** What `?ws=` says on pages that can show all workspaces at once. */
export const ALL_WORKSPACES = "all";

/** For pages about one workspace; `null` for a person who is in none. */
export function useWorkspace(): Workspace | null {
  const { workspaces } = useSession();
  const { ws } = useSearch({ from: "__root__" });
  const wanted = ws ?? localStorage.getItem(LAST_WORKSPACE);
  const workspace = workspaces.find(({ id }) => id === wanted) ?? workspaces[0] ?? null;
  const id = ws === undefined || ws === ALL_WORKSPACES ? null : workspace?.id;
  useEffect(() => {
    if (typeof id === "string") localStorage.setItem(LAST_WORKSPACE, id);
  }, [id]);
  return workspace;
}

/** Whether the person runs it: sees members' keys, invites, changes settings. */
export function isRunBy(workspace: Workspace): boolean {
  return workspace.role !== "member";
}
