/** The receipt of a change: who has heard of it. */
import { z } from "zod";

/** As management answers carry it. Promise: after "everywhere", nothing that the change took away passes anywhere. */
export const propagationSchema = z
  .discriminatedUnion("state", [
    z.object({
      state: z.literal("everywhere"),
      gates: z.int().meta({ description: "Gates that were live and had to hear of the change." }),
      took_ms: z.int().meta({ description: "Milliseconds from the commit to the last confirmation." }),
      waited_for_leases_ms: z.int().meta({
        description: "Of those, the milliseconds spent waiting for leases of a hot key to run out; mostly 0.",
      }),
    }),
    z.object({
      state: z.literal("pending"),
      gates: z.int(),
      effective_by: z.iso.datetime().meta({ description: "The latest moment at which the change is true everywhere." }),
    }),
  ])
  .meta({ id: "Propagation" });

export type Propagation = z.infer<typeof propagationSchema>;
