/** Changes a workspace's name, slug or key policy. */
import { useMutation, type UseMutationResult, useQueryClient } from "@tanstack/react-query";
import type { ChangeWorkspace, Workspace } from "#shared/management/workspaces.ts";
import { answerOf, api } from "../api/client.ts";
import { toast } from "../ui/toast.tsx";

export function useChangeWorkspace(id: string): UseMutationResult<Workspace, Error, ChangeWorkspace> {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: ChangeWorkspace) => answerOf(api.v1.workspaces[":id"].$patch({ param: { id }, json: change })),
    onSuccess: async () => {
      // Its name is in every list.
      await queries.invalidateQueries();
      toast({ title: "Workspace saved" });
    },
  });
}
