/** Asks before a production item is deleted. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactElement } from "react";
import type { ProductionItem } from "#shared/content/production.ts";
import { api } from "../../api/client.ts";
import { messageOf } from "../../api/problem-error.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { toast } from "../../ui/toast.tsx";
import { PRODUCTION } from "./production-query.ts";

type DeleteItemProps = { readonly item: ProductionItem; readonly open: boolean; readonly onClose: () => void };

export function DeleteItem({ item, open, onClose }: DeleteItemProps): ReactElement {
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.v1.production.items[":id"].$delete({ param: { id: item.id } }),
    onSuccess: async () => {
      onClose();
      toast({ title: `Deleted “${item.title}”` });
      await queries.invalidateQueries({ queryKey: PRODUCTION });
    },
    onError: (error) => toast({ title: `“${item.title}” was not deleted`, description: messageOf(error) }),
  });
  return (
    <Confirm
      open={open}
      onClose={onClose}
      title={`Delete “${item.title}”?`}
      description="It leaves the board for everybody. This cannot be undone."
      act="Delete item"
      busy={remove.isPending}
      onAct={() => remove.mutate()}
    />
  );
}
