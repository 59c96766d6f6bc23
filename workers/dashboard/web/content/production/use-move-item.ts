/** Moves an item to another status at once, with a way back; what the API refuses goes back by itself. */
import { type InfiniteData, useMutation, useQueryClient } from "@tanstack/react-query";
import type { ProductionItem, ProductionItemPage } from "#shared/content/production.ts";
import { answerOf, api } from "../../api/client.ts";
import { messageOf } from "../../api/problem-error.ts";
import { toast } from "../../ui/toast.tsx";
import { type ItemStatusName, labelOf } from "./item-status.tsx";
import { itemsQuery, PRODUCTION } from "./production-query.ts";

/** `wayBack`: no toast offers to undo it, for it is the undoing. */
type Move = { readonly item: ProductionItem; readonly to: ItemStatusName; readonly kind: "move" | "wayBack" };

/** For the page, not for a card: cards go when their item moves. `onMoved` is told at once. */
export function useMoveItem(
  workspace: string,
  event: string,
  onMoved: (id: string) => void,
): (item: ProductionItem, to: ItemStatusName) => void {
  const queries = useQueryClient();
  const { queryKey } = itemsQuery(workspace, event);
  const move = useMutation({
    // One after another, so that two moves of an item arrive in the order they were made.
    scope: { id: "production-moves" },
    mutationFn: ({ item, to }: Move) =>
      answerOf(api.v1.production.items[":id"].$patch({ param: { id: item.id }, json: { status: to } })),
    onError: (error, { item }) => toast({ title: `“${item.title}” was not moved`, description: messageOf(error) }),
    onSettled: () => queries.invalidateQueries({ queryKey: PRODUCTION }),
  });
  const start = (asked: Move): void => {
    void queries.cancelQueries({ queryKey: PRODUCTION });
    queries.setQueryData(queryKey, (data) => withStatus(data, asked));
    onMoved(asked.item.id);
    move.mutate(asked);
    if (asked.kind === "wayBack") return;
    const back: Move = { item: asked.item, to: asked.item.status, kind: "wayBack" };
    toast({
      title: `Moved “${asked.item.title}” to ${labelOf(asked.to)}`,
      action: { label: "Undo", onClick: () => start(back) },
    });
  };
  return (item, to) => start({ item, to, kind: "move" });
}

type Pages = InfiniteData<ProductionItemPage>;

function withStatus(data: Pages | undefined, { item, to }: Move): Pages | undefined {
  if (data === undefined) return undefined;
  const changed = (one: ProductionItem): ProductionItem => (one.id === item.id ? { ...one, status: to } : one);
  return { ...data, pages: data.pages.map((page) => ({ ...page, data: page.data.map(changed) })) };
}
