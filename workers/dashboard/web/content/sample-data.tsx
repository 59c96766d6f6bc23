/** Fills an empty workspace with a small festival, for who wants to see what is what first. Owners and admins only. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Sparkles } from "lucide-react";
import type { ReactElement } from "react";
import { answerOf, api } from "../api/client.ts";
import { messageOf } from "../api/problem-error.ts";
import type { Workspace } from "../api/session.ts";
import { isRunBy } from "../api/workspace.ts";
import { Button } from "../ui/button.tsx";
import { toast } from "../ui/toast.tsx";

const CONTENT = [["events"], ["documents"], ["production"], ["automations"]] as const;

export function AddSampleData({ workspace }: { readonly workspace: Workspace }): ReactElement | null {
  const queries = useQueryClient();
  const add = useMutation({
    mutationFn: () => answerOf(api.v1.workspaces[":id"]["sample-data"].$post({ param: { id: workspace.id } })),
    onSuccess: ({ events, documents, production_items, automations }) =>
      toast({
        title: "Added sample data",
        description: `${events} events, ${documents} documents, ${production_items} production items, ${automations} automations.`,
      }),
    onError: (error) => toast({ title: "No sample data was added", description: messageOf(error) }),
    // After a refusal too: it is refused where there is something already, which is then to be shown.
    onSettled: () => Promise.all(CONTENT.map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
  if (!isRunBy(workspace)) return null;
  return (
    <Button loading={add.isPending} onClick={() => add.mutate()}>
      <Sparkles size={15} aria-hidden />
      Add sample data
    </Button>
  );
}
