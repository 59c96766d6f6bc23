/** Connected apps on the wire of the management API. */
import { z } from "zod";
import { appIdSchema, userIdSchema, workspaceIdSchema } from "../ids.ts";
import { KEY_USAGE_DAYS_MAX, WORKSPACES_PER_KEY_MAX } from "../limits.ts";
import { cursorSchema, limitTextSchema, pageSchema } from "../paging.ts";
import { propagationSchema } from "../propagation.ts";
import { scopeSchema } from "../scope-schema.ts";
import { daysTextSchema, keyDaysSchema } from "./keys.ts";

export const connectedAppSchema = z
  .object({
    id: appIdSchema,
    name: z.string().meta({ description: "As the app calls itself." }),
    verified_domain: z
      .string()
      .nullable()
      .meta({ description: "The domain that vouches for the app; null: nobody has verified who it is." }),
    redirect_host: z.string().meta({ description: "Where the app had the browser sent back to." }),
    is_loopback: z.boolean().meta({ description: "It is a program on its user's own computer." }),
    owner: z.object({ id: userIdSchema, name: z.string() }),
    scopes: z.array(scopeSchema),
    workspaces: z.array(z.object({ id: workspaceIdSchema, name: z.string() })),
    connected_at: z.iso.datetime(),
    last_used: z
      .object({ at: z.iso.datetime(), client: z.string().nullable(), country: z.string().nullable() })
      .nullable(),
    etag: z.string().meta({
      description: "Differs after every change of what the app may do. Send it in quotes as `If-Match` with a change.",
    }),
    usage: keyDaysSchema.optional().meta({ description: "In lists that were asked for `usage_days`." }),
  })
  .meta({ id: "ConnectedApp" });
export type ConnectedApp = z.infer<typeof connectedAppSchema>;

export const listAppsSchema = z.strictObject({
  owner: z
    .union([z.enum(["me", "others"]), userIdSchema], "expected a user's id, `me` or `others`")
    .optional()
    .meta({ description: "A user's id, `me`, or `others`: everybody but you." }),
  workspace: workspaceIdSchema.optional().meta({ description: "Apps that reach this workspace." }),
  usage_days: daysTextSchema(KEY_USAGE_DAYS_MAX)
    .optional()
    .meta({
      description: `Adds \`usage\` to each app: its requests on each of so many UTC days, at most ${KEY_USAGE_DAYS_MAX}, today included.`,
    }),
  limit: limitTextSchema,
  cursor: cursorSchema,
});
export type ListApps = z.infer<typeof listAppsSchema>;

export const appPageSchema = pageSchema(connectedAppSchema).meta({ id: "ConnectedAppPage" });

export const changeAppSchema = z
  .strictObject({
    scopes: z
      .array(scopeSchema)
      .max(16)
      .refine((scopes) => scopes.includes("mcp:read"), "mcp:read stays: disconnect the app to take it away")
      .optional(),
    workspaces: z
      .array(workspaceIdSchema)
      .min(1, "leave it at least one workspace, or disconnect the app")
      .max(WORKSPACES_PER_KEY_MAX)
      .optional(),
  })
  .refine((change) => Object.keys(change).length > 0, "name at least one field to change")
  .meta({ id: "ChangeConnectedApp" });
export type ChangeApp = z.infer<typeof changeAppSchema>;

export const cutOffSchema = z.strictObject({ workspace: workspaceIdSchema }).meta({ id: "CutOff" });

export const changedAppSchema = z
  .object({ app: connectedAppSchema, propagation: propagationSchema })
  .meta({ id: "ChangedConnectedApp" });
export type ChangedApp = z.infer<typeof changedAppSchema>;

const asItWas = { app: connectedAppSchema.meta({ description: "The app as it last was." }) };

export const disconnectedAppSchema = changedAppSchema
  .extend({ disconnected: z.literal(true), ...asItWas })
  .meta({ id: "DisconnectedApp" });
export type DisconnectedApp = z.infer<typeof disconnectedAppSchema>;

export const cutOffAppSchema = changedAppSchema
  .extend({ cut_off: workspaceIdSchema, ...asItWas })
  .meta({ id: "CutOffApp" });
export type CutOffApp = z.infer<typeof cutOffAppSchema>;
