/** The prompt `summarize_production_status`. */
import { z } from "zod";
import { eventIdSchema } from "#shared/ids.ts";
import { getProductionStatusTool } from "../tools/get-production-status.ts";
import { definePrompt } from "./define-prompt.ts";

const AUDIENCES = ["team", "management", "client"] as const;

export const summarizeProductionStatusPrompt = definePrompt({
  name: "summarize_production_status",
  title: "Summarize production status",
  description: "Where an event's preparation stands, what is blocked, what is late, and what to do first.",
  needs: [getProductionStatusTool],
  input: z.strictObject({ event: eventIdSchema, audience: z.enum(AUDIENCES).optional() }),
  arguments: {
    event: { description: "The event's id, evt_….", completer: "events" },
    audience: { description: `Who reads it: ${AUDIENCES.join(", ")}.`, completer: AUDIENCES },
  },
  text: ({
    event,
    audience = "team",
  }) => `Summarize how the preparation of the event ${event} stands, for the ${audience}.

1. Call get_production_status with \`event\` set to ${event}.
2. Say in one sentence whether it is on course. Then list what is blocked and what is overdue, each with department, assignee and since when.
3. Propose the three things to do first, and who should do them. Do not change any item unless asked to.`,
});
