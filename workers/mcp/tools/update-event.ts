/** The tool `update_event`. */
import { updateEventInputSchema, eventSchema } from "#shared/content/events.ts";
import { updateEvent } from "#workers/content/events/update-event.ts";
import { defineTool, UPDATES } from "./define-tool.ts";

export const updateEventTool = defineTool({
  name: "update_event",
  title: "Change an event",
  scope: "mcp:write",
  description:
    "Changes the given fields of an event and keeps the others; null clears venue, ends_at or notes. Use " +
    "get_event first when you mean to add to the notes, for they are replaced. Answers the event as it is " +
    "now.",
  annotations: UPDATES,
  input: updateEventInputSchema,
  output: eventSchema,
  run: updateEvent,
});
