/** Production items on the wire, and the status summary of an event. */
import { z } from "zod";
import { eventIdSchema, productionItemIdSchema, workspaceIdSchema } from "../ids.ts";
import { lineSchema, textSchema } from "../text.ts";
import { eventStatusSchema } from "./events.ts";
import { LABEL_LENGTH_MAX, NOTES_LENGTH_MAX, STATUS_ITEMS_MAX, TITLE_LENGTH_MAX } from "./limits.ts";
import { changesSomething, cursorSchema, limitSchema, pageSchema } from "../paging.ts";
import { timeInputSchema, timeSchema } from "./times.ts";
import { workspaceInputSchema } from "./workspaces.ts";

export const PRODUCTION_STATUSES = ["planned", "in_progress", "blocked", "ready", "done"] as const;
const productionItemStatusSchema = z.enum(PRODUCTION_STATUSES, `expected one of ${PRODUCTION_STATUSES.join(", ")}`);

export const productionItemSchema = z
  .strictObject({
    id: productionItemIdSchema,
    workspace_id: workspaceIdSchema,
    event_id: eventIdSchema,
    department: z.string(),
    title: z.string(),
    status: productionItemStatusSchema,
    due_at: timeSchema.nullable(),
    assignee: z.string().nullable(),
    note: z.string().nullable(),
    created_at: timeSchema,
    updated_at: timeSchema,
  })
  .meta({ id: "ProductionItem" });

export const productionItemPageSchema = pageSchema(productionItemSchema).meta({ id: "ProductionItemPage" });

export const productionStatusSchema = z
  .strictObject({
    event: z.strictObject({
      id: eventIdSchema,
      title: z.string(),
      status: eventStatusSchema,
      starts_at: timeSchema,
    }),
    total: z.int(),
    counts: z.strictObject({
      planned: z.int(),
      in_progress: z.int(),
      blocked: z.int(),
      ready: z.int(),
      done: z.int(),
    }),
    overdue_total: z.int().meta({ description: "Items due before now and not done." }),
    blocked: z
      .array(productionItemSchema)
      .meta({ description: `The blocked items, by due time; ${STATUS_ITEMS_MAX} at most.` }),
    overdue: z
      .array(productionItemSchema)
      .meta({ description: `The overdue items, by due time; ${STATUS_ITEMS_MAX} at most.` }),
    upcoming: z
      .array(productionItemSchema)
      .meta({ description: `All others that are not done, by due time; ${STATUS_ITEMS_MAX} at most.` }),
  })
  .meta({ id: "ProductionStatus" });

export const getProductionStatusInputSchema = z.strictObject({ event: eventIdSchema });

export const listItemsInputSchema = z.strictObject({
  workspace: workspaceInputSchema,
  event: eventIdSchema.optional(),
  status: productionItemStatusSchema.optional(),
  department: lineSchema(LABEL_LENGTH_MAX).optional().meta({ description: "Exactly this one, letter case aside." }),
  assignee: lineSchema(LABEL_LENGTH_MAX).optional().meta({ description: "Exactly this one, letter case aside." }),
  overdue: z
    .boolean()
    .optional()
    .meta({ description: "True: only items due before now and not done. False: only the others." }),
  cursor: cursorSchema,
  limit: limitSchema,
});

/** An item's workspace is that of its event, so a new one names only the event. */
export const newItemSchema = z
  .strictObject({
    event_id: eventIdSchema,
    department: lineSchema(LABEL_LENGTH_MAX).meta({ description: "Who does it: sound, light, catering, …" }),
    title: lineSchema(TITLE_LENGTH_MAX),
    status: productionItemStatusSchema.default("planned"),
    due_at: timeInputSchema.nullable().optional(),
    assignee: lineSchema(LABEL_LENGTH_MAX).nullable().optional(),
    note: textSchema(NOTES_LENGTH_MAX).nullable().optional(),
  })
  .meta({ id: "NewProductionItem" });

export const createItemInputSchema = z.strictObject({ workspace: workspaceInputSchema, ...newItemSchema.shape });

const patchFields = {
  department: lineSchema(LABEL_LENGTH_MAX).optional(),
  title: lineSchema(TITLE_LENGTH_MAX).optional(),
  status: productionItemStatusSchema.optional(),
  due_at: timeInputSchema.nullable().optional(),
  assignee: lineSchema(LABEL_LENGTH_MAX).nullable().optional(),
  note: textSchema(NOTES_LENGTH_MAX).nullable().optional(),
};
const NOTHING_TO_CHANGE = `give at least one of ${Object.keys(patchFields).join(", ")}`;

/** What may be changed; null clears what may be absent. */
export const itemPatchSchema = z
  .strictObject(patchFields)
  .refine(changesSomething, NOTHING_TO_CHANGE)
  .meta({ id: "ProductionItemPatch" });

export const updateItemInputSchema = z
  .strictObject({ id: productionItemIdSchema, ...patchFields })
  .refine(changesSomething, NOTHING_TO_CHANGE);

export const itemRefSchema = z.strictObject({ id: productionItemIdSchema });

export type ProductionItem = z.output<typeof productionItemSchema>;
export type ProductionItemPage = z.output<typeof productionItemPageSchema>;
export type ProductionStatus = z.output<typeof productionStatusSchema>;
export type GetProductionStatusInput = z.output<typeof getProductionStatusInputSchema>;
export type ListItemsInput = z.output<typeof listItemsInputSchema>;
export type CreateItemInput = z.output<typeof createItemInputSchema>;
export type UpdateItemInput = z.output<typeof updateItemInputSchema>;
export type ItemRef = z.output<typeof itemRefSchema>;
