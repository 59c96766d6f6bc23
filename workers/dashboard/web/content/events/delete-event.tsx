/** Asks before an event is deleted, and says what goes with it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactElement } from "react";
import type { Event } from "#shared/content/events.ts";
import { api } from "../../api/client.ts";
import { messageOf } from "../../api/problem-error.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { toast } from "../../ui/toast.tsx";

type DeleteEventProps = { readonly event: Event; readonly open: boolean; readonly onClose: () => void };

export function DeleteEvent({ event, open, onClose }: DeleteEventProps): ReactElement {
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.v1.events[":id"].$delete({ param: { id: event.id } }),
    onSuccess: async () => {
      onClose();
      toast({ title: `Deleted “${event.title}”` });
      await Promise.all(
        [["events"], ["production"], ["documents"]].map((queryKey) => queries.invalidateQueries({ queryKey })),
      );
    },
    onError: (error) => toast({ title: `“${event.title}” was not deleted`, description: messageOf(error) }),
  });
  return (
    <Confirm
      open={open}
      onClose={onClose}
      title={`Delete “${event.title}”?`}
      description="Its production items are deleted with it. Its documents stay, without an event. This cannot be undone."
      act="Delete event"
      busy={remove.isPending}
      onAct={() => remove.mutate()}
    />
  );
}
