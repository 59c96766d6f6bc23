/** Workspaces on the wire, as content surfaces name them. */
import { z } from "zod";
import { workspaceIdSchema } from "../ids.ts";
import { roleSchema } from "../scope-schema.ts";

/** Which workspace a list or a creation is about. */
export const workspaceInputSchema = workspaceIdSchema
  .optional()
  .meta({ description: "The workspace; may be left out when the credential reaches exactly one." });

const reachedWorkspaceSchema = z
  .strictObject({
    id: workspaceIdSchema,
    name: z.string(),
    role: roleSchema.meta({ description: "What the credential's owner is there." }),
  })
  .meta({ id: "ReachedWorkspace" });

export const reachedWorkspacesSchema = z.strictObject({ data: z.array(reachedWorkspaceSchema) });

export type ReachedWorkspaces = z.output<typeof reachedWorkspacesSchema>;
