/** The tool `update_production_item`. */
import { updateItemInputSchema, productionItemSchema } from "#shared/content/production.ts";
import { updateItem } from "#workers/content/production/update-item.ts";
import { defineTool, UPDATES } from "./define-tool.ts";

export const updateProductionItemTool = defineTool({
  name: "update_production_item",
  title: "Change a production item",
  scope: "mcp:write",
  description:
    "Changes status, due time, assignee, note or title of a production item, by its itm_… id, which " +
    "get_production_status shows for blocked and overdue items. Null clears due_at, assignee or note. " +
    "Then get_production_status for the new summary.",
  annotations: UPDATES,
  input: updateItemInputSchema,
  output: productionItemSchema,
  run: updateItem,
});
