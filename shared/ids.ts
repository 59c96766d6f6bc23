/** Ids say what they are: `key_…`, `ws_…`; the schema of one refuses the id of another kind. */
import { z } from "zod";
import { randomBase62, systemRandomBytes } from "./base62.ts";

/** The public id inside a key's text, and the tail of its `key_…` id. */
export const PUBLIC_ID_LENGTH = 10;
const ID_TAIL_LENGTH = 16;
/** An OAuth grant's id, drawn by the authorization server's library: base64url characters. */
export const GRANT_ID_LENGTH = 16;

/** A key's id is its public id with a prefix, so that a key's text names the record to look up. */
export const keyIdSchema = z
  .string()
  .regex(new RegExp(`^key_[0-9A-Za-z]{${PUBLIC_ID_LENGTH}}$`), "expected the id of a key, like key_…")
  .brand<"KeyId">();
/** A connected app's id is its OAuth grant's with a prefix, so that a token names the record to look up. */
export const appIdSchema = z
  .string()
  .regex(new RegExp(`^app_[0-9A-Za-z_-]{${GRANT_ID_LENGTH}}$`), "expected the id of a connected app, like app_…")
  .brand<"AppId">();
/** What gates decide about: it has a record, a version and a place in the change log. */
export const credentialIdSchema = z.union([keyIdSchema, appIdSchema]);
/** People and workspaces may have been made by better-auth, which draws its own tails. */
export const userIdSchema = z
  .string()
  .regex(/^(?:usr_)?[0-9A-Za-z_-]{8,64}$/, "expected the id of a user, like usr_…")
  .brand<"UserId">();
export const workspaceIdSchema = z
  .string()
  .regex(/^(?:ws_)?[0-9A-Za-z_-]{8,64}$/, "expected the id of a workspace, like ws_…")
  .brand<"WorkspaceId">();
/** A sign-in; its token, the secret, is another value. */
export const sessionIdSchema = tailed("ses", "a session").brand<"SessionId">();
export const invitationIdSchema = tailed("inv", "an invitation").brand<"InvitationId">();
export const eventIdSchema = tailed("evt", "an event").brand<"EventId">();
export const documentIdSchema = tailed("doc", "a document").brand<"DocumentId">();
export const productionItemIdSchema = tailed("itm", "a production item").brand<"ProductionItemId">();
export const automationIdSchema = tailed("aut", "an automation").brand<"AutomationId">();
export const automationRunIdSchema = tailed("run", "an automation run").brand<"AutomationRunId">();
export const auditIdSchema = tailed("aud", "an audit entry").brand<"AuditId">();

export type KeyId = z.infer<typeof keyIdSchema>;
export type AppId = z.infer<typeof appIdSchema>;
export type CredentialId = z.infer<typeof credentialIdSchema>;
export type UserId = z.infer<typeof userIdSchema>;
export type WorkspaceId = z.infer<typeof workspaceIdSchema>;
export type SessionId = z.infer<typeof sessionIdSchema>;
export type InvitationId = z.infer<typeof invitationIdSchema>;
export type EventId = z.infer<typeof eventIdSchema>;
export type DocumentId = z.infer<typeof documentIdSchema>;
export type AuditId = z.infer<typeof auditIdSchema>;

/** Draws the tail of a new id; a use case takes it as an argument so that tests can freeze it. */
export type MintId = (length: number) => string;

/** Fresh random base62 text. */
export const mintId: MintId = (length) => randomBase62(length, systemRandomBytes);

/** A new key id. */
export function newKeyId(mint: MintId): KeyId {
  return keyIdSchema.parse(`key_${mint(PUBLIC_ID_LENGTH)}`);
}

/** Which kind of credential an id is of. */
export function isAppId(id: CredentialId): id is AppId {
  return id.startsWith("app_");
}

/** A new id of the kind that `schema` accepts: `newId(eventIdSchema, "evt", mint)`. */
export function newId<Schema extends z.ZodType<unknown, string>>(
  schema: Schema,
  prefix: string,
  mint: MintId,
): z.infer<Schema> {
  return schema.parse(`${prefix}_${mint(ID_TAIL_LENGTH)}`);
}

function tailed(prefix: string, what: string): z.ZodString {
  return z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9A-Za-z]{${ID_TAIL_LENGTH}}$`), `expected the id of ${what}, like ${prefix}_…`);
}
