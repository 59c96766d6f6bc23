/** The tool `create_event`. */
import { createEventInputSchema, eventSchema } from "#shared/content/events.ts";
import { createEvent } from "#workers/content/events/create-event.ts";
import { defineTool, CREATES } from "./define-tool.ts";

export const createEventTool = defineTool({
  name: "create_event",
  title: "Create an event",
  scope: "mcp:write",
  description:
    "Adds an event to a workspace; it is a draft unless `status` says otherwise. Look with list_events " +
    "first whether it exists already: a second call adds a second event. Answers the event with its id.",
  annotations: CREATES,
  input: createEventInputSchema,
  output: eventSchema,
  run: createEvent,
});
