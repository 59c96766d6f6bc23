/** The tool `list_events`. */
import { listEventsInputSchema, eventPageSchema } from "#shared/content/events.ts";
import { listEvents } from "#workers/content/events/list-events.ts";
import { defineTool, READS } from "./define-tool.ts";

export const listEventsTool = defineTool({
  name: "list_events",
  title: "List events",
  scope: "mcp:read",
  description:
    "Events of a workspace by start time. Use it to find an event by name, status or period; `from` today " +
    "leaves out what is over. Then get_event for one, get_production_status for how its preparation " +
    "stands.",
  annotations: READS,
  input: listEventsInputSchema,
  output: eventPageSchema,
  run: listEvents,
});
