/** Away from a workspace that has just been left or deleted, before any page asks for it again. */
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { sessionQuery } from "./session.ts";
import { ANY_WORKSPACE } from "./workspace.ts";

/** Shows the keys page of another workspace, and asks anew for all that is known. */
export function useForgetWorkspace(): (id: string) => Promise<void> {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return async (id) => {
    queries.setQueryData(
      sessionQuery.queryKey,
      (session) => session && { ...session, workspaces: session.workspaces.filter((workspace) => workspace.id !== id) },
    );
    await navigate({ to: "/keys", search: { ws: ANY_WORKSPACE } });
    await queries.invalidateQueries();
  };
}
