/** The tool `get_production_status`. */
import { getProductionStatusInputSchema, productionStatusSchema } from "#shared/content/production.ts";
import { getProductionStatus } from "#workers/content/production/get-production-status.ts";
import { defineTool, READS } from "./define-tool.ts";

export const getProductionStatusTool = defineTool({
  name: "get_production_status",
  title: "Get production status",
  scope: "mcp:read",
  description:
    "How the preparation of an event stands: counts by status, and the items that are blocked, overdue or " +
    "still to be done, with their ids. Use list_events to find the event. Then update_production_item for what has changed.",
  annotations: READS,
  input: getProductionStatusInputSchema,
  output: productionStatusSchema,
  run: getProductionStatus,
});
