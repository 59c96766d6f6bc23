/** Usage of a key, or of a connected app, on the wire. */
import { z } from "zod";
import { appIdSchema, keyIdSchema } from "../ids.ts";

export const usageQuerySchema = z.strictObject({
  from: z.iso
    .datetime({ offset: true })
    .optional()
    .meta({ description: "The bucket that it lies in counts whole. Default: 14 days before `to`." }),
  to: z.iso.datetime({ offset: true }).optional().meta({ description: "Default: now." }),
  bucket: z.enum(["hour", "day"]).default("day").meta({ description: "Days are UTC. Hours: at most 31 days." }),
});
export type UsageQuery = z.infer<typeof usageQuerySchema>;

const countsShape = {
  ok: z.int().meta({ description: "Let in, and answered well." }),
  failed: z.int().meta({ description: "Let in, and ended in an error or a missing permission." }),
  refused: z.int().meta({ description: "Not let in: disabled, expired, over the limit…" }),
  total: z.int(),
};
const countsSchema = z.object(countsShape);
const labelled = z.object({ label: z.string(), count: z.int() });

const usageSchema = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  bucket: z.enum(["hour", "day"]),
  totals: countsSchema,
  buckets: z
    .array(z.object({ start: z.iso.datetime(), ...countsShape }))
    .meta({ description: "Every hour or day of the span, the oldest first, also those without a request." }),
  by_operation: z.array(z.object({ surface: z.enum(["mcp", "rest"]), operation: z.string(), count: z.int() })),
  by_outcome: z.array(z.object({ outcome: z.string(), count: z.int() })),
  by_client: z.array(labelled.meta({ description: "An empty label: the client gave no name." })),
  by_country: z.array(labelled),
});
export type Usage = z.infer<typeof usageSchema>;

export const keyUsageSchema = z.object({ key_id: keyIdSchema, ...usageSchema.shape }).meta({ id: "KeyUsage" });

export const appUsageSchema = z.object({ app_id: appIdSchema, ...usageSchema.shape }).meta({ id: "ConnectedAppUsage" });
