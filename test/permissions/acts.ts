/** For every row of the table of permissions, the request that is that act. */
import { env } from "cloudflare:workers";
import { z } from "zod";
import type { PermissionName } from "./table.ts";
import type { Answer, Person } from "../world.ts";
import { newAuditEntry, newInvitation, type Scene } from "./scene.ts";

export type Request = { readonly method: string; readonly path: string; readonly body?: unknown };

export type Act = {
  readonly request: (scene: Scene, actor: Person) => Request | Promise<Request>;
  /** The route it takes, as the API declares it. */
  readonly route: string;
  /** For acts that may be answered without what was asked for: whether it is there. */
  readonly isShown?: (answer: Answer, scene: Scene) => boolean;
};

const onKey = (method: string, rest = "", body?: unknown): Act => ({
  route: `${method} /v1/keys/{id}${rest}`,
  request: ({ key }) => ({ method, path: `/v1/keys/${key.id}${rest}`, body }),
});

const onApp = (method: string, rest = "", body?: (scene: Scene) => unknown): Act => ({
  route: `${method} /v1/connected-apps/{id}${rest}`,
  request: (scene) => ({ method, path: `/v1/connected-apps/${scene.app.id}${rest}`, body: body?.(scene) }),
});

const inWorkspace = (method: string, rest: string, body?: (scene: Scene) => unknown): Act => ({
  route: `${method} /v1/workspaces/{id}${rest}`,
  request: (scene) => ({ method, path: `/v1/workspaces/${scene.workspace}${rest}`, body: body?.(scene) }),
});

const onMember = (method: string, who: (scene: Scene, actor: Person) => Person, body?: unknown): Act => ({
  route: `${method} /v1/workspaces/{id}/members/{userId}`,
  request: (scene, actor) => ({
    method,
    path: `/v1/workspaces/${scene.workspace}/members/${who(scene, actor).id}`,
    body,
  }),
});

const onInvitation = (method: string, rest: string, role: "member" | "owner" = "member"): Act => ({
  route: `${method} /v1/workspaces/{id}/invitations/{invitationId}${rest}`,
  request: async (scene) => ({
    method,
    path: `/v1/workspaces/${scene.workspace}/invitations/${await newInvitation(scene, role)}${rest}`,
  }),
});

const newKeyWith = (scope: string, prepare?: (scene: Scene) => Promise<unknown>): Act => ({
  route: "POST /v1/keys",
  request: async (scene) => {
    await prepare?.(scene);
    return { method: "POST", path: "/v1/keys", body: { name: "New", scopes: [scope], workspaces: [scene.workspace] } };
  },
});

const listSchema = z.object({ data: z.array(z.object({ id: z.string() }).loose()) });
const lists = (id: (scene: Scene) => string) => (answer: Answer, scene: Scene) =>
  listSchema.parse(answer.body).data.some((row) => row.id === id(scene));

const onAudit = (rest: string, isShown: NonNullable<Act["isShown"]>): Act => ({
  route: `GET /v1/audit${rest}`,
  request: async (scene) => {
    await newAuditEntry(scene);
    const query = new URLSearchParams({ workspace: scene.workspace, action: "workspace.changed" });
    if (rest !== "") query.set("format", "csv");
    return { method: "GET", path: `/v1/audit${rest}?${query.toString()}` };
  },
  isShown,
});

const membersSchema = z.object({ data: z.array(z.object({ keys: z.number().nullable() })) });
const event = { title: "Gala", starts_at: "2027-05-01T18:00:00Z" };

function adminsCreateKeys({ workspace }: Scene): Promise<unknown> {
  return env.DB.prepare("UPDATE workspace SET key_creators = 'admins' WHERE id = ?1").bind(workspace).run();
}

async function newAutomation({ workspace }: Scene): Promise<string> {
  const id = `aut_${workspace.slice(-16)}`;
  await env.DB.prepare(
    `INSERT OR IGNORE INTO automations (id, workspace_id, name, description, input_schema, url, created_at, updated_at)
     VALUES (?1, ?2, 'Announce', '', '{}', 'http://127.0.0.1:9/', 1, 1)`,
  )
    .bind(id, workspace)
    .run();
  return id;
}

const keyList: Act = {
  route: "GET /v1/keys",
  request: () => ({ method: "GET", path: "/v1/keys?limit=100" }),
  isShown: lists(({ key }) => key.id),
};

const verify: Act = {
  route: "POST /v1/keys/verify",
  request: ({ key }) => ({ method: "POST", path: "/v1/keys/verify", body: { secret: key.secret } }),
  isShown: ({ body }) => body["valid"] === true,
};

const importing = (workspaces: (scene: Scene) => unknown): Act => ({
  route: "POST /v1/keys/import",
  request: (scene) => {
    const digest = crypto.getRandomValues(new Uint8Array(32)).toHex();
    const form = { digest, digest_algorithm: "sha256", encoding: "hex" };
    const row = {
      ...form,
      name: "Old",
      owner: scene.someMember.id,
      scopes: ["mcp:read"],
      workspaces: workspaces(scene),
    };
    return { method: "POST", path: "/v1/keys/import", body: { keys: [row] } };
  },
  isShown: ({ body }) => body["created"] === 1,
});

const run: Act = {
  route: "POST /v1/automations/{id}/run",
  request: async (scene) => ({ method: "POST", path: `/v1/automations/${await newAutomation(scene)}/run`, body: {} }),
};

/** Complete by its type: a row without an act does not compile. */
export const ACTS: Readonly<Record<PermissionName, Act>> = {
  "key.list": keyList,
  "key.see": onKey("GET"),
  "key.usage": onKey("GET", "/usage"),
  "key.create": newKeyWith("mcp:read"),
  "key.createWhereAdminsDo": newKeyWith("mcp:read", adminsCreateKeys),
  "key.createManaging": newKeyWith("keys:manage"),
  "key.import": importing(({ workspace }) => [workspace]),
  "key.importAll": importing(() => "all"),
  "key.rename": onKey("PATCH", "", { name: "Renamed" }),
  "key.change": onKey("PATCH", "", { allowed_ips: ["203.0.113.0/24"] }),
  "key.enable": onKey("POST", "/enable"),
  "key.rotate": onKey("POST", "/rotate"),
  "key.endGrace": onKey("POST", "/end-grace"),
  "key.disable": onKey("POST", "/disable"),
  "key.revoke": onKey("POST", "/revoke"),
  "key.delete": onKey("DELETE"),
  "key.verify": verify,
  "app.list": {
    route: "GET /v1/connected-apps",
    request: () => ({ method: "GET", path: "/v1/connected-apps?limit=100" }),
    isShown: lists(({ app }) => app.id),
  },
  "app.see": onApp("GET"),
  "app.usage": onApp("GET", "/usage"),
  "app.change": onApp("PATCH", "", () => ({ scopes: ["mcp:read"] })),
  "app.cutOff": onApp("POST", "/cut-off", ({ workspace }) => ({ workspace })),
  "app.disconnect": onApp("DELETE"),
  "workspace.create": {
    route: "POST /v1/workspaces",
    request: () => ({ method: "POST", path: "/v1/workspaces", body: { name: "New" } }),
  },
  "workspace.list": {
    route: "GET /v1/workspaces",
    request: () => ({ method: "GET", path: "/v1/workspaces" }),
    isShown: lists(({ workspace }) => workspace),
  },
  "workspace.rename": inWorkspace("PATCH", "", () => ({ name: "Renamed" })),
  "workspace.policy": inWorkspace("PATCH", "", () => ({ key_policy: { max_days: 30 } })),
  "workspace.sampleData": inWorkspace("POST", "/sample-data"),
  "workspace.delete": {
    route: "DELETE /v1/workspaces/{id}",
    request: ({ workspace }) => ({ method: "DELETE", path: `/v1/workspaces/${workspace}?name=Stage` }),
  },
  "member.list": inWorkspace("GET", "/members"),
  "member.activity": {
    ...inWorkspace("GET", "/members"),
    isShown: ({ body }) => membersSchema.parse(body).data.every((member) => member.keys !== null),
  },
  "member.add": inWorkspace("POST", "/members", ({ outsider }) => ({ user_id: outsider.id })),
  "member.addOwner": inWorkspace("POST", "/members", ({ outsider }) => ({ user_id: outsider.id, role: "owner" })),
  "member.promote": onMember("PATCH", ({ someMember }) => someMember, { role: "admin" }),
  "member.makeOwner": onMember("PATCH", ({ someMember }) => someMember, { role: "owner" }),
  "member.demoteOwner": onMember("PATCH", ({ someOwner }) => someOwner, { role: "member" }),
  "member.remove": onMember("DELETE", ({ someMember }) => someMember),
  "member.removeOwner": onMember("DELETE", ({ someOwner }) => someOwner),
  "member.leave": onMember("DELETE", (_scene, actor) => actor),
  "member.resetLink": {
    route: "POST /v1/workspaces/{id}/members/{userId}/reset-link",
    request: ({ workspace, someMember }) => ({
      method: "POST",
      path: `/v1/workspaces/${workspace}/members/${someMember.id}/reset-link`,
    }),
  },
  "invitation.list": inWorkspace("GET", "/invitations"),
  "invitation.send": inWorkspace("POST", "/invitations", () => ({ email: "dora@example.com", role: "admin" })),
  "invitation.sendOwner": inWorkspace("POST", "/invitations", () => ({ email: "dora@example.com", role: "owner" })),
  "invitation.resend": onInvitation("POST", "/resend"),
  "invitation.withdraw": onInvitation("DELETE", ""),
  "invitation.withdrawOwner": onInvitation("DELETE", "", "owner"),
  "audit.list": onAudit("", ({ body }) => z.array(z.unknown()).parse(body["data"]).length > 0),
  "audit.export": onAudit("/export", ({ text }, { workspace }) => text.includes(workspace)),
  "content.read": {
    route: "GET /v1/events",
    request: ({ workspace }) => ({ method: "GET", path: `/v1/events?workspace=${workspace}` }),
  },
  "content.write": {
    route: "POST /v1/events",
    request: ({ workspace }) => ({ method: "POST", path: `/v1/events?workspace=${workspace}`, body: event }),
  },
  "content.execute": run,
};
