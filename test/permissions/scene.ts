/** One workspace with somebody of every kind, and what there is to act on. Fresh for every cell of the table. */
import { env } from "cloudflare:workers";
import { invitationIdSchema, mintId, newId, type WorkspaceId } from "#shared/ids.ts";
import type { Actor } from "./table.ts";
import type { Role } from "#shared/scopes.ts";
import { type HeldApp, newApp } from "../app-world.ts";
import { type HeldKey, join, newKey, newPerson, newWorkspace, type Person } from "../world.ts";

export type Scene = {
  readonly workspace: WorkspaceId;
  readonly actors: Readonly<Record<Actor, Person>>;
  /** Where a stranger's key reaches: they run it. Of everybody else it is the workspace. */
  readonly strangersHome: WorkspaceId;
  /** The key that is spoken of; it reaches another workspace of its owner too. */
  readonly key: HeldKey;
  /** A connected app of the key's owner, which reaches both as well. */
  readonly app: HeldApp;
  /** The other workspace: nobody but their owner may learn of it. */
  readonly secretHome: WorkspaceId;
  /** A member and an owner to act on, besides the actors. */
  readonly someMember: Person;
  readonly someOwner: Person;
  /** Somebody with an account who does not belong to the workspace. */
  readonly outsider: Person;
};

/** See {@link Scene}. */
export async function newScene(): Promise<Scene> {
  const [owner, stranger, member, admin, keysOwner] = await Promise.all([
    newPerson("Olga"),
    newPerson("Stan"),
    newPerson("Mia"),
    newPerson("Ann"),
    newPerson("Ken"),
  ]);
  const actors = { owner, stranger, member, admin, keysOwner };
  const workspace = await newWorkspace(owner, "Stage");
  await Promise.all([join(member, workspace, "member"), join(admin, workspace, "admin")]);
  await join(keysOwner, workspace, "member");
  const secretHome = await newWorkspace(actors.keysOwner, "Home of the key's owner");
  return {
    workspace,
    actors,
    strangersHome: await newWorkspace(actors.stranger, "Elsewhere"),
    key: await newKey(actors.keysOwner, { workspaces: [workspace, secretHome], scopes: ["mcp:read"] }),
    app: await newApp(actors.keysOwner, { workspaces: [workspace, secretHome] }),
    secretHome,
    someMember: await joined("Ben", workspace, "member"),
    someOwner: await joined("Otto", workspace, "owner"),
    outsider: await newPerson("Cleo"),
  };
}

async function joined(name: string, workspace: WorkspaceId, role: Role): Promise<Person> {
  const person = await newPerson(name);
  await join(person, workspace, role);
  return person;
}

/** A pending invitation; nobody has its link. */
export async function newInvitation({ workspace, someOwner }: Scene, role: Role): Promise<string> {
  const id = newId(invitationIdSchema, "inv", mintId);
  await env.DB.prepare(
    `INSERT INTO invitation (id, workspace_id, email, role, expires_at, inviter_id)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6)`,
  )
    .bind(id, workspace, `${id.toLowerCase()}@example.com`, role, Date.now() + 1_000_000, someOwner.id)
    .run();
  return id;
}

/** An act of an owner in the workspace that the audit log has. */
export async function newAuditEntry({ workspace, someOwner }: Scene): Promise<void> {
  const id = `aud_${mintId(16)}`;
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO audit_log (id, at, action, actor_user_id, target_type, target_id, detail, request_id)
       VALUES (?1, ?2, 'workspace.changed', ?3, 'workspace', ?4, '{}', 'req_0')`,
    ).bind(id, Date.now(), someOwner.id, workspace),
    env.DB.prepare("INSERT INTO audit_workspaces (workspace_id, audit_id) VALUES (?1, ?2)").bind(workspace, id),
  ]);
}
