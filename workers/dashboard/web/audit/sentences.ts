/**
 * The audit log in sentences: each begins with the name of who acted, and goes on with what is here. An action without
 * a sentence does not compile; one that only a newer server knows is shown by its own name. Pure.
 */
import type { AuditLogEntry } from "#shared/management/audit.ts";
import type { AuditAction } from "#workers/audit/audit-entry.ts";

/** Words of ours, or a name that somebody chose, which stands in quotes. */
export type Part = string | { readonly name: string };
export type Sentence = readonly Part[];

/** What comes after the actor's name: `rotated “GitHub Actions deploy”`. */
export function sentenceOf(entry: AuditLogEntry): Sentence {
  const write = Object.entries(SENTENCES).find(([action]) => action === entry.action)?.[1];
  return write?.(entry) ?? [`did ${entry.action} on `, targetOf(entry, entry.target.type)];
}

/** A sentence as plain text, with the quotes. */
export function textOf(sentence: Sentence): string {
  return sentence.map((part) => (typeof part === "string" ? part : `“${part.name}”`)).join("");
}

const SENTENCES: Readonly<Record<AuditAction, (entry: AuditLogEntry) => Sentence>> = {
  "instance.set_up": () => ["set up this deployment"],
  "key.created": (entry) => ["created ", targetOf(entry, "a key")],
  "key.imported": (entry) => ["imported ", targetOf(entry, "a key")],
  "key.changed": keyChanged,
  "key.disabled": (entry) => ["disabled ", targetOf(entry, "a key")],
  "key.enabled": (entry) => ["enabled ", targetOf(entry, "a key")],
  "key.revoked": (entry) => ["revoked ", targetOf(entry, "a key")],
  "key.rotated": (entry) => ["rotated ", targetOf(entry, "a key")],
  "key.grace_ended": (entry) => ["ended the previous secret of ", targetOf(entry, "a key")],
  "key.deleted": (entry) => ["deleted ", targetOf(entry, "a key")],
  "app.connected": (entry) => ["connected ", ...appOf(entry)],
  "app.changed": (entry) => [...changedFields(fieldsIn(entry, "changed"), KEY_FIELDS), targetOf(entry, "an app")],
  "app.cut_off": (entry) => ["cut off ", ...appOf(entry), " from the workspace"],
  "app.disconnected": (entry) => ["disconnected ", ...appOf(entry)],
  "workspace.created": (entry) => ["created the workspace ", targetOf(entry, "")],
  "workspace.changed": workspaceChanged,
  "workspace.deleted": (entry) => ["deleted the workspace ", targetOf(entry, "")],
  "workspace.sample_data_added": (entry) => ["added sample data to ", targetOf(entry, "the workspace")],
  "member.added": (entry) => ["added ", targetOf(entry, "somebody"), asRoleOf(entry)],
  "member.joined": (entry) => [`joined${asRoleOf(entry)}`],
  "member.role_changed": (entry) => ["made ", targetOf(entry, "a member"), ` ${withArticle(textIn(entry, "to"))}`],
  "member.removed": (entry) =>
    isOwn(entry) ? ["left the workspace"] : ["removed ", targetOf(entry, "a member"), " from the workspace"],
  "invitation.created": (entry) => ["invited ", emailOf(entry), asRoleOf(entry)],
  "invitation.resent": (entry) => ["made a new invitation link for ", emailOf(entry)],
  "invitation.withdrawn": (entry) => ["withdrew the invitation of ", emailOf(entry)],
  "user.renamed": (entry) => ["changed their name to ", { name: textIn(entry, "name") ?? "" }],
  "session.ended": (entry) => {
    const count = entry.detail["sessions"];
    return [
      typeof count === "number" && count > 1 ? `ended ${count} of their sessions` : "ended one of their sessions",
    ];
  },
  "password.changed": () => ["changed their password"],
  "password.reset": () => ["chose a new password by a reset link"],
  "password.reset_link_made": (entry) => ["made a reset link for ", targetOf(entry, "somebody")],
  "passkey.added": () => ["added a passkey"],
  "passkey.removed": () => ["removed a passkey"],
};

function keyChanged(entry: AuditLogEntry): Sentence {
  const { changed, before } = { changed: fieldsIn(entry, "changed"), before: fieldsIn(entry, "before") };
  const { name: from } = before;
  const { name: to } = changed;
  if (Object.keys(changed).length === 1 && typeof to === "string") {
    return ["renamed ", typeof from === "string" ? { name: from } : "a key", " to ", { name: to }];
  }
  return [...changedFields(changed, KEY_FIELDS), targetOf(entry, "a key")];
}

function workspaceChanged(entry: AuditLogEntry): Sentence {
  const changed = fieldsIn(entry, "changed");
  const { name } = changed;
  if (Object.keys(changed).length === 1 && typeof name === "string") return ["renamed the workspace to ", { name }];
  return [...changedFields(changed, WORKSPACE_FIELDS), targetOf(entry, "the workspace")];
}

const KEY_FIELDS: Readonly<Record<string, string>> = {
  name: "name",
  scopes: "permissions",
  workspaces: "workspaces",
  expires_at: "expiry",
  allowed_ips: "allowed addresses",
  rate_limit: "rate limit",
  allowed_tools: "allowed tools",
  allow_query: "connector URL",
};

const WORKSPACE_FIELDS: Readonly<Record<string, string>> = { name: "name", slug: "slug", key_policy: "key policy" };

const listed = new Intl.ListFormat("en", { type: "conjunction" });

function changedFields(changed: object, words: Readonly<Record<string, string>>): Sentence {
  const known = Object.keys(changed).flatMap((field) => words[field] ?? []);
  return known.length === 0 ? ["changed "] : [`changed the ${listed.format(known)} of `];
}

function targetOf({ target }: AuditLogEntry, otherwise: string): Part {
  return target.name === null ? otherwise : { name: target.name };
}

function appOf({ target }: AuditLogEntry): Sentence {
  return target.name === null ? ["an app"] : ["the app ", { name: target.name }];
}

function emailOf(entry: AuditLogEntry): Part {
  const email = textIn(entry, "email") ?? entry.target.name;
  return email === null ? "somebody" : { name: email };
}

function asRoleOf(entry: AuditLogEntry): string {
  const role = textIn(entry, "role");
  return role === undefined ? "" : ` as ${withArticle(role)}`;
}

function withArticle(role: string | undefined): string {
  if (role === undefined) return "something else";
  return /^[aeiou]/.test(role) ? `an ${role}` : `a ${role}`;
}

function isOwn({ actor, target }: AuditLogEntry): boolean {
  return actor.user_id === target.id;
}

function textIn({ detail }: AuditLogEntry, name: string): string | undefined {
  const value = detail[name];
  return typeof value === "string" ? value : undefined;
}

function fieldsIn({ detail }: AuditLogEntry, name: string): Readonly<Record<string, unknown>> {
  const value = detail[name];
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
