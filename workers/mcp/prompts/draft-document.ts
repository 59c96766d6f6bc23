/** The prompt `draft_document`. */
import { z } from "zod";
import { eventIdSchema } from "#shared/ids.ts";
import { createDocumentTool } from "../tools/create-document.ts";
import { getEventTool } from "../tools/get-event.ts";
import { searchDocumentsTool } from "../tools/search-documents.ts";
import { definePrompt } from "./define-prompt.ts";

const KINDS = ["run sheet", "crew call", "guest brief", "debrief"] as const;

export const draftDocumentPrompt = definePrompt({
  name: "draft_document",
  title: "Draft a document",
  description: "A draft of one of an event's usual papers, shown first and stored when you agree.",
  needs: [getEventTool, searchDocumentsTool, createDocumentTool],
  input: z.strictObject({ event: eventIdSchema, kind: z.enum(KINDS) }),
  arguments: {
    event: { description: "The event's id, evt_….", completer: "events" },
    kind: { description: `What to draft: ${KINDS.join(", ")}.`, completer: KINDS },
  },
  text: ({ event, kind }) => `Draft a ${kind} for the event ${event}.

1. Call get_event for its details, and search_documents for an earlier ${kind}, to keep its form; say so when this event has one already.
2. Write the ${kind} in markdown. Leave a marked gap wherever a fact is missing; do not invent one.
3. Show the draft and ask for corrections. Only when the user agrees, call create_document with \`event_id\` set to ${event}.`,
});
