/** Asks before an automation is deleted. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactElement } from "react";
import type { Automation } from "./automation.ts";
import { api } from "../../api/client.ts";
import { messageOf } from "../../api/problem-error.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { toast } from "../../ui/toast.tsx";
import { AUTOMATIONS } from "./automations-query.ts";

type DeleteAutomationProps = { readonly automation: Automation; readonly open: boolean; readonly onClose: () => void };

export function DeleteAutomation({ automation, open, onClose }: DeleteAutomationProps): ReactElement {
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.v1.automations[":id"].$delete({ param: { id: automation.id } }),
    onSuccess: async () => {
      onClose();
      toast({ title: `Deleted “${automation.name}”` });
      await queries.invalidateQueries({ queryKey: AUTOMATIONS });
    },
    onError: (error) => toast({ title: `“${automation.name}” was not deleted`, description: messageOf(error) }),
  });
  return (
    <Confirm
      open={open}
      onClose={onClose}
      title={`Delete “${automation.name}”?`}
      description="Agents can no longer run it. Its run history and its signing secret go with it. This cannot be undone."
      act="Delete automation"
      busy={remove.isPending}
      onAct={() => remove.mutate()}
    />
  );
}
