/** Events on the wire. */
import { z } from "zod";
import { eventIdSchema, workspaceIdSchema } from "../ids.ts";
import { lineSchema, textSchema } from "../text.ts";
import { LABEL_LENGTH_MAX, NOTES_LENGTH_MAX, SEARCH_QUERY_LENGTH_MAX, TITLE_LENGTH_MAX } from "./limits.ts";
import { changesSomething, cursorSchema, limitSchema, pageSchema } from "../paging.ts";
import { timeInputSchema, timeSchema } from "./times.ts";
import { workspaceInputSchema } from "./workspaces.ts";

const EVENT_STATUSES = ["draft", "confirmed", "live", "done", "cancelled"] as const;
export const eventStatusSchema = z.enum(EVENT_STATUSES, `expected one of ${EVENT_STATUSES.join(", ")}`);

export const eventSchema = z
  .strictObject({
    id: eventIdSchema,
    workspace_id: workspaceIdSchema,
    title: z.string(),
    venue: z.string().nullable(),
    starts_at: timeSchema,
    ends_at: timeSchema.nullable(),
    status: eventStatusSchema,
    notes: z.string().nullable(),
    created_at: timeSchema,
    updated_at: timeSchema,
  })
  .meta({ id: "Event" });

export const eventPageSchema = pageSchema(eventSchema).meta({ id: "EventPage" });

export const listEventsInputSchema = z.strictObject({
  workspace: workspaceInputSchema,
  status: eventStatusSchema.optional(),
  from: timeInputSchema.optional().meta({ description: "Only events that are not over before this time." }),
  to: timeInputSchema.optional().meta({ description: "Only events that start before this time." }),
  query: lineSchema(SEARCH_QUERY_LENGTH_MAX)
    .optional()
    .meta({ description: "Only events with this text in title, venue or notes." }),
  cursor: cursorSchema,
  limit: limitSchema,
});

/** The order of a list, where a surface offers the choice: an agent does not need it. */
export const eventOrderSchema = z
  .enum(["starts_at", "-starts_at"], "expected starts_at or -starts_at")
  .default("starts_at")
  .meta({ description: "`-starts_at`: the latest first." });

/** Without `workspace`, for surfaces that take it elsewhere. */
export const newEventSchema = z
  .strictObject({
    title: lineSchema(TITLE_LENGTH_MAX),
    venue: lineSchema(LABEL_LENGTH_MAX).nullable().optional(),
    starts_at: timeInputSchema,
    ends_at: timeInputSchema.nullable().optional().meta({ description: "Not before `starts_at`." }),
    status: eventStatusSchema.default("draft"),
    notes: textSchema(NOTES_LENGTH_MAX).nullable().optional(),
  })
  .meta({ id: "NewEvent" });

export const createEventInputSchema = z.strictObject({ workspace: workspaceInputSchema, ...newEventSchema.shape });

const patchFields = {
  title: lineSchema(TITLE_LENGTH_MAX).optional(),
  venue: lineSchema(LABEL_LENGTH_MAX).nullable().optional(),
  starts_at: timeInputSchema.optional(),
  ends_at: timeInputSchema.nullable().optional(),
  status: eventStatusSchema.optional(),
  notes: textSchema(NOTES_LENGTH_MAX).nullable().optional(),
};
const NOTHING_TO_CHANGE = `give at least one of ${Object.keys(patchFields).join(", ")}`;

/** What may be changed; null clears what may be absent. */
export const eventPatchSchema = z
  .strictObject(patchFields)
  .refine(changesSomething, NOTHING_TO_CHANGE)
  .meta({ id: "EventPatch" });

export const updateEventInputSchema = z
  .strictObject({ id: eventIdSchema, ...patchFields })
  .refine(changesSomething, NOTHING_TO_CHANGE);

export const eventRefSchema = z.strictObject({ id: eventIdSchema });

export type Event = z.output<typeof eventSchema>;
export type EventPage = z.output<typeof eventPageSchema>;
export type EventOrder = z.output<typeof eventOrderSchema>;
export type ListEventsInput = z.output<typeof listEventsInputSchema>;
export type CreateEventInput = z.output<typeof createEventInputSchema>;
export type UpdateEventInput = z.output<typeof updateEventInputSchema>;
export type EventRef = z.output<typeof eventRefSchema>;
