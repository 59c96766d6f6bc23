/** The audit entry of a management write, as statements of its batch. */
import type { AuditId, UserId, WorkspaceId } from "#shared/ids.ts";
import type { Act } from "./act.ts";

/** Every act that is recorded. Stable: it is API, in `GET /v1/audit`. */
export const AUDIT_ACTIONS = [
  "instance.set_up",
  "key.created",
  "key.imported",
  "key.changed",
  "key.disabled",
  "key.enabled",
  "key.revoked",
  "key.rotated",
  "key.grace_ended",
  "key.deleted",
  "app.connected",
  "app.changed",
  "app.cut_off",
  "app.disconnected",
  "workspace.created",
  "workspace.changed",
  "workspace.deleted",
  "workspace.sample_data_added",
  "member.added",
  "member.joined",
  "member.role_changed",
  "member.removed",
  "invitation.created",
  "invitation.resent",
  "invitation.withdrawn",
  "user.renamed",
  "session.ended",
  "password.changed",
  "password.reset",
  "password.reset_link_made",
  "passkey.added",
  "passkey.removed",
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export type AuditEntry = {
  readonly id: AuditId;
  readonly action: AuditAction;
  readonly actor: { readonly userId: UserId; readonly credentialId: string | null };
  readonly target: {
    readonly type: "instance" | "key" | "app" | "workspace" | "member" | "invitation" | "user";
    readonly id: string;
  };
  /** What changed, without secrets: names, scopes, limits. */
  readonly detail: Readonly<Record<string, unknown>>;
  /** The workspaces that see the entry. */
  readonly workspaces: readonly WorkspaceId[];
};

/** Who acts, by what: a key or a session. */
export function actorOf({ principal }: Pick<Act, "principal">): AuditEntry["actor"] {
  return { userId: principal.userId, credentialId: principal.credential.id };
}

/**
 * Statements to put directly after the write they record: the entry is made only if that write changed a row. What
 * follows in the batch can depend on it with {@link IF_RECORDED}.
 */
export function auditStatements(act: Omit<Act, "principal">, entry: AuditEntry): D1PreparedStatement[] {
  return [
    act.db
      .prepare(INSERT_ENTRY)
      .bind(
        entry.id,
        act.now,
        entry.action,
        entry.actor.userId,
        entry.actor.credentialId,
        entry.target.type,
        entry.target.id,
        JSON.stringify(entry.detail),
        act.ip,
        act.userAgent,
        act.requestId,
      ),
    act.db.prepare(INSERT_WORKSPACES).bind(entry.id, JSON.stringify(entry.workspaces)),
  ];
}

/** A condition for later statements of the batch: the guarded write was made. `?1` is the audit id. */
export const IF_RECORDED = "EXISTS (SELECT 1 FROM audit_log WHERE id = ?1)";

const INSERT_ENTRY = `
INSERT INTO audit_log (id, at, action, actor_user_id, actor_credential_id, target_type, target_id, detail, ip,
  user_agent, request_id)
SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11 WHERE changes() > 0`;

const INSERT_WORKSPACES = `
INSERT INTO audit_workspaces (workspace_id, audit_id)
SELECT value, ?1 FROM json_each(?2) WHERE ${IF_RECORDED}`;
