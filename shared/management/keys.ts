/** Keys on the wire of the management API. */
import { z } from "zod";
import { keyIdSchema, userIdSchema, workspaceIdSchema } from "../ids.ts";
import {
  ALLOWED_IPS_MAX,
  ALLOWED_TOOLS_MAX,
  KEY_USAGE_DAYS_MAX,
  RATE_BURST_MAX,
  RATE_PER_MINUTE_MAX,
  ROTATE_GRACE_SECONDS_MAX,
  UNUSED_DAYS_MAX,
  WORKSPACES_PER_KEY_MAX,
} from "../limits.ts";
import { cursorSchema, limitTextSchema, pageSchema } from "../paging.ts";
import { propagationSchema } from "../propagation.ts";
import { scopeSchema } from "../scope-schema.ts";
import { nameSchema } from "../text.ts";
import { TOOL_NAMES } from "../tool-names.ts";
import { parseBlock } from "../cidr.ts";

export const expiryTimeSchema = z.iso.datetime({ offset: true, error: "expected a time like 2027-01-31T12:00:00Z" });

const rateLimitSchema = z.strictObject({
  per_minute: z.int().min(1).max(RATE_PER_MINUTE_MAX),
  burst: z.int().min(1).max(RATE_BURST_MAX),
});

export const scopesSchema = z.array(scopeSchema).min(1, "choose at least one scope").max(16);
export const workspacesSchema = z
  .array(workspaceIdSchema)
  .min(1, "choose at least one workspace")
  .max(WORKSPACES_PER_KEY_MAX);
const allowedIpsSchema = z
  .array(
    z
      .string()
      .max(64)
      .refine((text) => parseBlock(text) !== null, "expected an address or a CIDR block, like 203.0.113.0/24"),
  )
  .min(1, "leave it null to allow every address")
  .max(ALLOWED_IPS_MAX);
const allowedToolsSchema = z
  .array(z.enum(TOOL_NAMES, `expected MCP tools: ${TOOL_NAMES.join(", ")}`))
  .min(1, "leave it null to allow every tool")
  .max(ALLOWED_TOOLS_MAX);

export const keyStatusSchema = z.enum(["enabled", "disabled", "revoked", "expired"]);
export type KeyStatus = z.infer<typeof keyStatusSchema>;

export const keyDaysSchema = z.object({
  days: z.array(z.int()).meta({ description: "Requests by UTC day, the oldest first, today last." }),
  total: z.int(),
});
export type KeyDays = z.infer<typeof keyDaysSchema>;

const useSchema = z.object({ at: z.iso.datetime(), client: z.string().nullable(), country: z.string().nullable() });

export const keySchema = z
  .object({
    id: keyIdSchema,
    name: z.string(),
    hint: z.string().meta({ description: "Prefix, first and last four characters: all that is kept of the secret." }),
    owner: z.object({ id: userIdSchema, name: z.string() }),
    scopes: z.array(scopeSchema),
    workspaces: z.array(z.object({ id: workspaceIdSchema, name: z.string() })),
    status: keyStatusSchema,
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    expires_at: z.iso.datetime().nullable(),
    rotated_at: z.iso.datetime().nullable(),
    revoked_at: z.iso.datetime().nullable(),
    previous_secret_until: z.iso.datetime().nullable().meta({ description: "Until when the secret before works too." }),
    last_used: useSchema.nullable(),
    used_by_url: useSchema
      .nullable()
      .meta({ description: "When the key last came in a URL, as `?api_key=`, and from whom." }),
    allowed_ips: z.array(z.string()).nullable(),
    rate_limit: z.object({ per_minute: z.int(), burst: z.int() }).nullable(),
    allowed_tools: z.array(z.string()).nullable(),
    allow_query: z.boolean(),
    imported_at: z.iso
      .datetime()
      .nullable()
      .meta({ description: "When it was imported from another system; null for keys made here." }),
    legacy: z.boolean().meta({
      description: "Reaches every workspace of its owner, later ones too. It can be ended, not changed: replace it.",
    }),
    version: z.int().meta({ description: "Rises with every change of what the key may do." }),
    etag: z.string().meta({
      description:
        "Differs after every change of the key, a rename too. Send it in quotes as `If-Match` with a change.",
    }),
    usage: keyDaysSchema.optional().meta({ description: "In lists that were asked for `usage_days`." }),
  })
  .meta({ id: "Key" });
export type Key = z.infer<typeof keySchema>;

export const createKeySchema = z
  .strictObject({
    name: nameSchema,
    scopes: scopesSchema,
    workspaces: workspacesSchema,
    expires_at: expiryTimeSchema.nullable().optional(),
    allowed_ips: allowedIpsSchema.nullable().optional(),
    rate_limit: rateLimitSchema.nullable().optional(),
    allowed_tools: allowedToolsSchema.nullable().optional(),
    allow_query: z.boolean().optional().meta({ description: "Accept the key as `?api_key=` on `/mcp`." }),
  })
  .meta({ id: "CreateKey" });
export type CreateKey = z.infer<typeof createKeySchema>;

export const changeKeySchema = createKeySchema
  .partial()
  .refine((change) => Object.keys(change).length > 0, "name at least one field to change")
  .meta({ id: "ChangeKey" });
export type ChangeKey = z.infer<typeof changeKeySchema>;

export const rotateKeySchema = z
  .strictObject({
    grace_seconds: z
      .int()
      .min(0)
      .max(ROTATE_GRACE_SECONDS_MAX)
      .default(0)
      .meta({ description: "How long the secret until now works beside the new one; 0 ends it at once." }),
  })
  .meta({ id: "RotateKey" });

const KEY_SORTS = [
  "-created_at",
  "created_at",
  "name",
  "-name",
  "-last_used_at",
  "last_used_at",
  "-requests",
  "requests",
] as const;

/** A whole number of days as a query has it. */
export function daysTextSchema(max: number): z.ZodType<number, string> {
  const expected = `expected a whole number of days from 1 to ${max}`;
  return z
    .string()
    .regex(/^\d{1,4}$/, expected)
    .transform(Number)
    .pipe(z.int(expected).min(1, expected).max(max, expected));
}

const EXPECTED_STATUSES = `expected ${keyStatusSchema.options.join(", ")}, or several of them with commas`;
const statusesSchema = z
  .string()
  .max(100, EXPECTED_STATUSES)
  .refine((text) => text.split(",").every((status) => keyStatusSchema.safeParse(status).success), EXPECTED_STATUSES)
  .transform((text) => z.array(keyStatusSchema).parse(text.split(",")));

export const listKeysSchema = z
  .strictObject({
    search: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .optional()
      .meta({ description: "Part of the name, of the hint, or of the name of a workspace that the key reaches." }),
    status: statusesSchema.optional().meta({ description: "One, or several with commas: `enabled,expired`." }),
    scope: scopeSchema.optional(),
    workspace: workspaceIdSchema.optional(),
    owner: z
      .union([z.literal("me"), userIdSchema], "expected a user's id, or `me`")
      .optional()
      .meta({ description: "A user's id, or `me`." }),
    legacy: z
      .enum(["true", "false"], "expected true or false")
      .transform((text) => text === "true")
      .optional()
      .meta({ description: "Legacy tokens alone, or all other keys." }),
    unused_days: daysTextSchema(UNUSED_DAYS_MAX)
      .optional()
      .meta({ description: "Keys that are at least so many days old and were not used in them." }),
    usage_days: daysTextSchema(KEY_USAGE_DAYS_MAX)
      .optional()
      .meta({
        description: `Adds \`usage\` to each key: its requests on each of so many UTC days, at most ${KEY_USAGE_DAYS_MAX}, today included.`,
      }),
    sort: z.enum(KEY_SORTS).default("-created_at").meta({ description: "By `requests`: of the `usage_days`." }),
    limit: limitTextSchema,
    cursor: cursorSchema,
  })
  .refine((wish) => !wish.sort.endsWith("requests") || wish.usage_days !== undefined, {
    path: ["sort"],
    message: "say with `usage_days` of how many days",
  });
export type ListKeys = z.infer<typeof listKeysSchema>;

export const keyPageSchema = pageSchema(keySchema).meta({ id: "KeyPage" });

export const changedKeySchema = z.object({ key: keySchema, propagation: propagationSchema }).meta({ id: "ChangedKey" });
export type ChangedKey = z.infer<typeof changedKeySchema>;

export const createdKeySchema = z
  .object({
    key: keySchema,
    secret: z.string().meta({ description: "The key's full text. It is shown this once and not kept." }),
  })
  .meta({ id: "CreatedKey" });

export const rotatedKeySchema = createdKeySchema.extend({ propagation: propagationSchema }).meta({ id: "RotatedKey" });

export const deletedKeySchema = changedKeySchema
  .extend({ deleted: z.literal(true), key: keySchema.meta({ description: "The key as it last was." }) })
  .meta({ id: "DeletedKey" });
export type DeletedKey = z.infer<typeof deletedKeySchema>;
