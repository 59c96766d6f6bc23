/** The import of keys from other systems, on the wire of the management API. */
import { z } from "zod";
import { keyIdSchema } from "../ids.ts";
import { IMPORT_ROWS_MAX } from "../limits.ts";
import { nameSchema } from "../text.ts";
import { expiryTimeSchema, scopesSchema, workspacesSchema } from "./keys.ts";

const DIGEST_ENCODINGS = ["hex", "base64", "base64url"] as const;

/** Hints are said in refusals, so they are one plain word: what a mask is made of, and no sentence. */
const HINT = /^[\x21-\x7e…•]{1,40}$/;
const PREFIX = /^[\x21-\x7e]{1,24}$/;

/** One key. Its secret stays where it is: what is sent is the SHA-256 of the text that callers present. */
export const importKeySchema = z
  .strictObject({
    name: nameSchema,
    owner: z.string().trim().min(1).max(320).meta({ description: "The owner's e-mail address or user id." }),
    digest: z.string().max(200).meta({ description: "SHA-256 of the whole text of the key, as callers send it." }),
    digest_algorithm: z.literal("sha256", "expected sha256"),
    encoding: z.enum(DIGEST_ENCODINGS, `expected ${DIGEST_ENCODINGS.join(", ")}`),
    prefix: z
      .string()
      .regex(PREFIX, "expected 1 to 24 visible ASCII characters")
      .optional()
      .meta({ description: "How the key's text begins, to be shown in lists." }),
    hint: z.string().regex(HINT, "expected 1 to 40 visible ASCII characters, or …").optional().meta({
      description: "What lists show of the key, `acme_12ab…9xyz` say; made of the prefix where it is left out.",
    }),
    scopes: scopesSchema,
    workspaces: z
      .union([z.literal("all"), workspacesSchema], "expected a list of workspaces, or `all`")
      .meta({ description: "`all` makes a legacy token: it reaches every workspace of its owner, later ones too." }),
    expires_at: expiryTimeSchema.nullable().optional(),
  })
  .meta({ id: "ImportKey" });
export type ImportKey = z.infer<typeof importKeySchema>;

/** Rows are looked at one by one: a bad one is refused by itself, and stops no other. */
export const importKeysSchema = z
  .strictObject({
    dry_run: z
      .boolean()
      .default(false)
      .meta({ description: "True: says what would become of each row, and writes nothing." }),
    keys: z
      .array(z.union([importKeySchema, z.unknown()]))
      .min(1, "expected at least one key")
      .max(IMPORT_ROWS_MAX, `expected at most ${IMPORT_ROWS_MAX} keys`),
  })
  .meta({ id: "ImportKeys" });
export type ImportKeys = z.infer<typeof importKeysSchema>;

export const importOutcomeSchema = z.enum(["created", "would_create", "exists", "refused"]);
export type ImportOutcome = z.infer<typeof importOutcomeSchema>;

export const importedRowSchema = z
  .object({
    index: z.int().meta({ description: "Of the row in `keys`, from 0." }),
    outcome: importOutcomeSchema,
    key_id: keyIdSchema.nullable().meta({ description: "Of the key that is there now." }),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .meta({ description: "Why a row was refused; paths are JSON pointers into the body." }),
  })
  .meta({ id: "ImportedRow" });
export type ImportedRow = z.infer<typeof importedRowSchema>;

export const importReportSchema = z
  .object({
    dry_run: z.boolean(),
    created: z.int().meta({ description: "Keys made, or in a dry run those that would be." }),
    exists: z.int(),
    refused: z.int(),
    rows: z.array(importedRowSchema).meta({ description: "One for each row, in their order." }),
  })
  .meta({ id: "ImportReport" });
export type ImportReport = z.infer<typeof importReportSchema>;
