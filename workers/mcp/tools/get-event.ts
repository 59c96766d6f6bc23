/** The tool `get_event`. */
import { eventRefSchema, eventSchema } from "#shared/content/events.ts";
import { getEvent } from "#workers/content/events/get-event.ts";
import { defineTool, READS } from "./define-tool.ts";

export const getEventTool = defineTool({
  name: "get_event",
  title: "Get an event",
  scope: "mcp:read",
  description:
    "One event with venue, times, status and notes, by its evt_… id. Use list_events to find the id. Then " +
    "get_production_status, or search_documents with `event` for its papers.",
  annotations: READS,
  input: eventRefSchema,
  output: eventSchema,
  run: getEvent,
});
