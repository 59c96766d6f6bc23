/** For every route of the REST surface, a request that succeeds, and what of it a workspace may put out of reach. */
import { z } from "zod";
import { mintId, type WorkspaceId, workspaceIdSchema } from "#shared/ids.ts";
import { newApp } from "./app-world.ts";
import { signIn } from "./people.ts";
import { call, newKey, newMember, newPerson, newWorkspace, unknownKey, type World } from "./world.ts";

/** What requests name. Of one workspace, of another one, or of none at all. */
export type Things = {
  readonly workspace: string;
  /** A workspace of the same owner with nothing in it. */
  readonly empty: WorkspaceId;
  readonly key: string;
  readonly secret: string;
  /** A connected app of the owner. */
  readonly app: string;
  readonly member: string;
  readonly invitation: string;
  /** Somebody who exists and does not belong to the workspace. */
  readonly stranger: string;
  /** Of the owner. */
  readonly session: string;
  readonly event: string;
  readonly document: string;
  readonly item: string;
  readonly automation: string;
};

export type RouteExample = {
  readonly request: (things: Things) => { readonly path: string; readonly body?: unknown };
  readonly success: 200 | 201 | 204;
  /** How things of a workspace out of reach are answered: as unknown ones are. `nothing`: the request names none. */
  readonly outOfReach: 404 | 200 | "nothing";
  /** What the caller comes with: routes about a person take their session alone. */
  readonly by: "key" | "session";
};

type Text = (things: Things) => string;
type Body = (things: Things) => unknown;

/** A request without a body. */
const plain = (path: Text, outcome: Partial<RouteExample> = {}): RouteExample => ({
  request: (things) => ({ path: path(things) }),
  success: 200,
  outOfReach: 404,
  by: "key",
  ...outcome,
});

const sending = (path: Text, body: Body, outcome: Partial<RouteExample> = {}): RouteExample => ({
  ...plain(path, outcome),
  request: (things) => ({ path: path(things), body: body(things) }),
});

const aKey: Text = ({ key }) => `/v1/keys/${key}`;
const anApp: Text = ({ app }) => `/v1/connected-apps/${app}`;
const aWorkspace: Text = ({ workspace }) => `/v1/workspaces/${workspace}`;
const members: Text = ({ workspace }) => `/v1/workspaces/${workspace}/members`;
const invitations: Text = ({ workspace }) => `/v1/workspaces/${workspace}/invitations`;
const anInvitation: Text = (things) => `${invitations(things)}/${things.invitation}`;
const events: Text = ({ workspace }) => `/v1/events?workspace=${workspace}`;
const anEvent: Text = ({ event }) => `/v1/events/${event}`;
const documents: Text = ({ workspace }) => `/v1/documents?workspace=${workspace}`;
const aDocument: Text = ({ document }) => `/v1/documents/${document}`;
const anItem: Text = ({ item }) => `/v1/production/items/${item}`;
const automations: Text = ({ workspace }) => `/v1/automations?workspace=${workspace}`;
const anAutomation: Text = ({ automation }) => `/v1/automations/${automation}`;

const NEW_KEY: Body = ({ workspace }) => ({ name: "n8n", scopes: ["mcp:read"], workspaces: [workspace] });
const importOf: Body = ({ member, workspace }) => ({
  keys: [
    {
      name: "Old n8n",
      owner: member,
      digest: crypto.getRandomValues(new Uint8Array(32)).toHex(),
      digest_algorithm: "sha256",
      encoding: "hex",
      scopes: ["mcp:read"],
      workspaces: [workspace],
    },
  ],
});
const NEW_EVENT = { title: "Gala", starts_at: "2027-05-01T18:00:00Z" };
const NEW_DOCUMENT = { title: "Rider", body: "Two monitors" };
const newItem = ({ event }: Pick<Things, "event">): object => ({
  event_id: event,
  department: "Sound",
  title: "Hang the PA",
});
/** A port that nothing listens on: a run of it fails, and is a run. */
const NEW_AUTOMATION = { name: "Post to Slack", url: "http://127.0.0.1:9/" };

const CREATED = { success: 201 } as const;
const DELETED = { success: 204 } as const;
/** A filter by what is out of reach finds nothing, and a key out of reach is an unknown one. */
const ANSWERED = { outOfReach: 200 } as const;
const NAMES_NOTHING = { outOfReach: "nothing" } as const;
const BY_SESSION = { by: "session" } as const;
const OWN = { ...BY_SESSION, ...NAMES_NOTHING } as const;

/** By method and path, as the OpenAPI document has them. */
export const ROUTE_EXAMPLES: Readonly<Record<string, RouteExample>> = {
  "GET /v1/me": plain(() => "/v1/me", NAMES_NOTHING),

  "GET /v1/session": plain(() => "/v1/session", OWN),
  "PATCH /v1/session/user": sending(
    () => "/v1/session/user",
    () => ({ name: "Ada L." }),
    OWN,
  ),
  "GET /v1/sessions": plain(() => "/v1/sessions", OWN),
  "DELETE /v1/sessions": plain(() => "/v1/sessions", OWN),
  "DELETE /v1/sessions/{id}": plain(({ session }) => `/v1/sessions/${session}`, BY_SESSION),

  "GET /v1/keys": plain(({ workspace }) => `/v1/keys?workspace=${workspace}`, ANSWERED),
  "POST /v1/keys": sending(() => "/v1/keys", NEW_KEY, CREATED),
  "POST /v1/keys/verify": sending(
    () => "/v1/keys/verify",
    ({ secret }) => ({ secret }),
    ANSWERED,
  ),
  // Rows are refused one by one: what is out of reach is, as what is not there.
  "POST /v1/keys/import": sending(() => "/v1/keys/import", importOf, ANSWERED),
  "GET /v1/keys/{id}": plain(aKey),
  "PATCH /v1/keys/{id}": sending(aKey, () => ({ name: "Renamed" })),
  "DELETE /v1/keys/{id}": plain(aKey),
  "POST /v1/keys/{id}/disable": plain((things) => `${aKey(things)}/disable`),
  "POST /v1/keys/{id}/enable": plain((things) => `${aKey(things)}/enable`),
  "POST /v1/keys/{id}/revoke": plain((things) => `${aKey(things)}/revoke`),
  "POST /v1/keys/{id}/rotate": plain((things) => `${aKey(things)}/rotate`, CREATED),
  "POST /v1/keys/{id}/end-grace": plain((things) => `${aKey(things)}/end-grace`),
  "GET /v1/keys/{id}/usage": plain((things) => `${aKey(things)}/usage`),

  "GET /v1/connected-apps": plain(({ workspace }) => `/v1/connected-apps?workspace=${workspace}`, ANSWERED),
  "GET /v1/connected-apps/{id}": plain(anApp),
  "PATCH /v1/connected-apps/{id}": sending(anApp, () => ({ scopes: ["mcp:read"] })),
  "DELETE /v1/connected-apps/{id}": plain(anApp),
  "POST /v1/connected-apps/{id}/cut-off": sending(
    (things) => `${anApp(things)}/cut-off`,
    ({ workspace }) => ({ workspace }),
  ),
  "GET /v1/connected-apps/{id}/usage": plain((things) => `${anApp(things)}/usage`),

  "GET /v1/audit/export": plain(({ workspace }) => `/v1/audit/export?workspace=${workspace}`, ANSWERED),
  "GET /v1/audit": plain(({ workspace }) => `/v1/audit?workspace=${workspace}`, ANSWERED),

  "GET /v1/workspaces": plain(() => "/v1/workspaces", NAMES_NOTHING),
  "POST /v1/workspaces": sending(
    () => "/v1/workspaces",
    () => ({ name: "Side stage" }),
    { ...CREATED, ...NAMES_NOTHING },
  ),
  "PATCH /v1/workspaces/{id}": sending(aWorkspace, () => ({ name: "Main stage" })),
  "DELETE /v1/workspaces/{id}": plain((things) => `${aWorkspace(things)}?name=Stage`),
  "POST /v1/workspaces/{id}/sample-data": plain(({ empty }) => `/v1/workspaces/${empty}/sample-data`, CREATED),
  "GET /v1/workspaces/{id}/members": plain(members),
  "POST /v1/workspaces/{id}/members": sending(members, ({ stranger }) => ({ user_id: stranger }), CREATED),
  "PATCH /v1/workspaces/{id}/members/{userId}": sending(
    (things) => `${members(things)}/${things.member}`,
    () => ({ role: "admin" }),
  ),
  "DELETE /v1/workspaces/{id}/members/{userId}": plain((things) => `${members(things)}/${things.member}`),
  "POST /v1/workspaces/{id}/members/{userId}/reset-link": plain(
    (things) => `${members(things)}/${things.member}/reset-link`,
    { ...CREATED, ...BY_SESSION },
  ),

  "GET /v1/workspaces/{id}/invitations": plain(invitations),
  "POST /v1/workspaces/{id}/invitations": sending(invitations, () => ({ email: "dora@example.com" }), CREATED),
  "POST /v1/workspaces/{id}/invitations/{invitationId}/resend": plain(
    (things) => `${anInvitation(things)}/resend`,
    CREATED,
  ),
  "DELETE /v1/workspaces/{id}/invitations/{invitationId}": plain(anInvitation),

  "GET /v1/events": plain(events),
  "POST /v1/events": sending(events, () => NEW_EVENT, CREATED),
  "GET /v1/events/{id}": plain(anEvent),
  "PATCH /v1/events/{id}": sending(anEvent, () => ({ title: "Later" })),
  "DELETE /v1/events/{id}": plain(anEvent, DELETED),

  "GET /v1/documents": plain(documents),
  "POST /v1/documents": sending(documents, () => NEW_DOCUMENT, CREATED),
  "GET /v1/documents/{id}": plain(aDocument),
  "PATCH /v1/documents/{id}": sending(aDocument, () => ({ title: "Later" })),
  "DELETE /v1/documents/{id}": plain(aDocument, DELETED),

  "GET /v1/production/status": plain(({ event }) => `/v1/production/status?event=${event}`),
  "GET /v1/production/items": plain(({ workspace }) => `/v1/production/items?workspace=${workspace}`),
  "POST /v1/production/items": sending(() => "/v1/production/items", newItem, CREATED),
  "GET /v1/production/items/{id}": plain(anItem),
  "PATCH /v1/production/items/{id}": sending(anItem, () => ({ title: "Later" })),
  "DELETE /v1/production/items/{id}": plain(anItem, DELETED),

  "GET /v1/automations": plain(automations),
  "POST /v1/automations": sending(automations, () => NEW_AUTOMATION, CREATED),
  "GET /v1/automations/{id}": plain(anAutomation),
  "PATCH /v1/automations/{id}": sending(anAutomation, () => ({ name: "Later" })),
  "DELETE /v1/automations/{id}": plain(anAutomation, DELETED),
  "GET /v1/automations/{id}/signing-secret": plain((things) => `${anAutomation(things)}/signing-secret`),
  "POST /v1/automations/{id}/run": plain((things) => `${anAutomation(things)}/run`),
  "GET /v1/automations/{id}/runs": plain((things) => `${anAutomation(things)}/runs`),
};

/** New things in the world's workspace; its content is made through the API. */
export async function newThings(world: World): Promise<Things> {
  const key = await newKey(world.owner, { workspaces: [world.workspace] });
  const { person } = await newMember(world.workspace, "member");
  const stranger = await newPerson("Cleo");
  const event = await make(world, "/v1/events", NEW_EVENT);
  return {
    workspace: world.workspace,
    empty: await newWorkspace(world.owner, "Empty"),
    key: key.id,
    secret: key.secret,
    app: (await newApp(world.owner, { workspaces: [world.workspace] })).id,
    member: person.id,
    invitation: await newInvitation(world),
    stranger: stranger.id,
    session: (await signIn(world.owner)).sessionId,
    event,
    document: await make(world, "/v1/documents", NEW_DOCUMENT),
    item: await make(world, "/v1/production/items", newItem({ event })),
    automation: await make(world, "/v1/automations", NEW_AUTOMATION),
  };
}

/** Ids as they are given out, and a secret as it is minted, of nothing at all. */
export async function noThings(): Promise<Things> {
  const key = await unknownKey();
  return {
    workspace: "ws_0000000000000000",
    empty: workspaceIdSchema.parse("ws_0000000000000000"),
    key: key.id,
    secret: key.secret,
    app: "app_0000000000000000",
    member: "usr_0000000000000000",
    invitation: "inv_0000000000000000",
    stranger: "usr_0000000000000000",
    session: "ses_0000000000000000",
    event: "evt_0000000000000000",
    document: "doc_0000000000000000",
    item: "itm_0000000000000000",
    automation: "aut_0000000000000000",
  };
}

const idSchema = z.object({ id: z.string() });

const invitedSchema = z.object({ invitation: idSchema });

async function newInvitation({ key, workspace }: World): Promise<string> {
  const path = `/v1/workspaces/${workspace}/invitations`;
  const answer = await call("POST", path, { key: key.secret, body: { email: `cleo-${mintId(8)}@example.com` } });
  return invitedSchema.parse(answer.body).invitation.id;
}

async function make({ key }: World, path: string, body: unknown): Promise<string> {
  const answer = await call("POST", path, { key: key.secret, body });
  return idSchema.parse(answer.body["automation"] ?? answer.body).id;
}
