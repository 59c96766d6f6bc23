/** The prompt `plan_event_day`. */
import { z } from "zod";
import { eventIdSchema } from "#shared/ids.ts";
import { getEventTool } from "../tools/get-event.ts";
import { getProductionStatusTool } from "../tools/get-production-status.ts";
import { readDocumentTool } from "../tools/read-document.ts";
import { searchDocumentsTool } from "../tools/search-documents.ts";
import { definePrompt } from "./define-prompt.ts";

export const planEventDayPrompt = definePrompt({
  name: "plan_event_day",
  title: "Plan an event's day",
  description: "A timed plan for the day of an event, from its details, its papers and what is still open.",
  needs: [getEventTool, getProductionStatusTool, searchDocumentsTool, readDocumentTool],
  input: z.strictObject({ event: eventIdSchema }),
  arguments: { event: { description: "The event's id, evt_….", completer: "events" } },
  text: ({ event }) => `Plan the day of the event ${event}.

1. Call get_event for venue, times and notes, and get_production_status for what is blocked or overdue.
2. Call search_documents with \`event\` set to ${event} for run sheets, contacts and technical riders; read those that matter with read_document.
3. Write a plan by the clock, from load-in to load-out: time, what, who, where. Mark what rests on an open or blocked item, and say what has to be decided before the day.
4. End with the questions that the material leaves open. Do not invent times or names.`,
});
