/** Workspaces on the wire. Who belongs to them is in `members.ts` and `invitations.ts`. */
import { z } from "zod";
import { workspaceIdSchema } from "../ids.ts";
import { KEY_LIFE_DAYS_MAX, SLUG_LENGTH_MAX, SLUG_LENGTH_MIN } from "../limits.ts";
import { cursorSchema, limitTextSchema, pageSchema } from "../paging.ts";
import { propagationSchema } from "../propagation.ts";
import { roleSchema } from "../scope-schema.ts";
import { nameSchema } from "../text.ts";

export const pageQuerySchema = z.strictObject({ limit: limitTextSchema, cursor: cursorSchema });
export type PageQuery = z.infer<typeof pageQuerySchema>;

/** Who may create keys that reach a workspace: all of its members, or its owners and admins. */
export const keyCreatorsSchema = z.enum(["members", "admins"], "expected members or admins");

const EXPECTED_DAYS = `expected a whole number of days from 1 to ${KEY_LIFE_DAYS_MAX}, or null`;
const daysSchema = z.int(EXPECTED_DAYS).min(1, EXPECTED_DAYS).max(KEY_LIFE_DAYS_MAX, EXPECTED_DAYS).nullable();

export const keyPolicySchema = z
  .object({
    default_days: z
      .int()
      .nullable()
      .meta({ description: "Days that a new key is suggested to live, 90 at first; null: no end." }),
    max_days: z.int().nullable().meta({
      description: "Days that a key may live at most; null: no limit. Set alone, it takes `default_days` down to it.",
    }),
    creators: keyCreatorsSchema.meta({ description: "Who may create keys that reach the workspace." }),
  })
  .meta({ id: "KeyPolicy", description: "What keys that reach the workspace must keep to." });
export type KeyPolicy = z.infer<typeof keyPolicySchema>;

export const workspaceSchema = z
  .object({
    id: workspaceIdSchema,
    name: z.string(),
    slug: z.string(),
    role: roleSchema.meta({ description: "Yours." }),
    created_at: z.iso.datetime(),
    key_policy: keyPolicySchema,
  })
  .meta({ id: "Workspace" });
export type Workspace = z.infer<typeof workspaceSchema>;

export const workspacePageSchema = pageSchema(workspaceSchema).meta({ id: "WorkspacePage" });

export const createWorkspaceSchema = z.strictObject({ name: nameSchema }).meta({ id: "CreateWorkspace" });

const EXPECTED_SLUG = `expected ${SLUG_LENGTH_MIN} to ${SLUG_LENGTH_MAX} of a-z, 0-9 and -`;

const NOTHING_TO_CHANGE = "name at least one field to change";

export const changeWorkspaceSchema = z
  .strictObject({
    name: nameSchema.optional(),
    slug: z
      .string(EXPECTED_SLUG)
      .regex(new RegExp(`^[a-z0-9-]{${SLUG_LENGTH_MIN},${SLUG_LENGTH_MAX}}$`), EXPECTED_SLUG)
      .optional(),
    key_policy: z
      .strictObject({
        default_days: daysSchema.optional(),
        max_days: daysSchema.optional(),
        creators: keyCreatorsSchema.optional(),
      })
      .refine((policy) => Object.keys(policy).length > 0, NOTHING_TO_CHANGE)
      .optional(),
  })
  .refine((change) => Object.keys(change).length > 0, NOTHING_TO_CHANGE)
  .meta({ id: "ChangeWorkspace" });
export type ChangeWorkspace = z.infer<typeof changeWorkspaceSchema>;

export const deleteWorkspaceQuerySchema = z.strictObject({
  name: z
    .string("expected the name of the workspace")
    .min(1, "expected the name of the workspace")
    .meta({ description: "The workspace's name, to be sure that this one is meant." }),
});

export const deletedWorkspaceSchema = z
  .object({ deleted: z.literal(true), id: workspaceIdSchema, propagation: propagationSchema })
  .meta({ id: "DeletedWorkspace" });
export type DeletedWorkspace = z.infer<typeof deletedWorkspaceSchema>;

export const sampleDataSchema = z
  .object({ events: z.int(), documents: z.int(), production_items: z.int(), automations: z.int() })
  .meta({ id: "SampleData", description: "How many of each were added." });
export type SampleData = z.infer<typeof sampleDataSchema>;
