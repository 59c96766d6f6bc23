/**
 * Who may do what: the one table. docs/permissions.md is generated from it, and each of its cells is tested through the
 * API, by session and by key. It decides nothing: the use cases do.
 */

/** Seen from one workspace: who does not belong to it, its three roles, and the member whose key is spoken of. */
export const ACTORS = ["stranger", "member", "admin", "owner", "keysOwner"] as const;
export type Actor = (typeof ACTORS)[number];

/** `key`: one of the actor's with `keys:manage` and nothing else, for the workspaces that they belong to. */
export const CREDENTIALS = ["session", "key"] as const;
export type CredentialKind = (typeof CREDENTIALS)[number];

/** How an act ends, with its HTTP status and code. */
export const VERDICTS = {
  yes: { status: "2xx", meaning: "done, or shown" },
  no: { status: "403 `not_permitted`", meaning: "refused, with the reason" },
  unknown: { status: "404 `not_found`", meaning: "answered as if it did not exist" },
  hidden: { status: "200", meaning: "answered without it" },
  unscoped: { status: "403 `missing_scope`", meaning: "the key does not have the scope, whatever is written on it" },
  person: { status: "403 `session_required`", meaning: "for people who signed in; no key does it" },
} as const;
export type Verdict = keyof typeof VERDICTS;

/** By session: a stranger, a member, an admin, an owner, and the key's owner where that is another matter. */
type Cells = readonly [stranger: Verdict, member: Verdict, admin: Verdict, owner: Verdict, keysOwner?: Verdict];

type Permission = {
  readonly what: string;
  readonly cells: Cells;
  /** What a key may do of it: as much as its owner (by default), nothing, or only with a scope of content. */
  readonly byKey?: "never" | "content";
};

const NOBODY_ELSE: Cells = ["unknown", "unknown", "no", "no", "yes"];
const WHO_RUNS_IT_TOO: Cells = ["unknown", "unknown", "yes", "yes", "yes"];
const EVERY_MEMBER: Cells = ["unknown", "yes", "yes", "yes"];
const WHO_RUNS_IT: Cells = ["unknown", "no", "yes", "yes"];
const AN_OWNER: Cells = ["unknown", "no", "no", "yes"];

/** A member's key that reaches the workspace, and keys that are to reach it. */
const KEYS = {
  "key.list": { what: "find the key in the list", cells: ["hidden", "hidden", "yes", "yes", "yes"] },
  "key.see": { what: "look at the key", cells: WHO_RUNS_IT_TOO },
  "key.usage": { what: "see how it is used", cells: WHO_RUNS_IT_TOO },
  "key.create": { what: "create a key for the workspace", cells: EVERY_MEMBER },
  "key.createWhereAdminsDo": { what: "the same, where its policy leaves this to admins", cells: WHO_RUNS_IT },
  "key.createManaging": { what: "create a key with `keys:manage`", cells: WHO_RUNS_IT },
  "key.import": {
    what: "import another system's key for a member, in that workspace",
    cells: ["hidden", "hidden", "yes", "yes"],
  },
  "key.importAll": {
    what: "import a legacy token for a member who belongs to no other workspace",
    cells: ["hidden", "hidden", "yes", "yes"],
  },
  "key.rename": { what: "rename it", cells: NOBODY_ELSE },
  "key.change": { what: "change what it may do", cells: NOBODY_ELSE },
  "key.enable": { what: "enable it again", cells: NOBODY_ELSE },
  "key.rotate": { what: "give it a new secret", cells: NOBODY_ELSE },
  "key.endGrace": { what: "end the secret before at once", cells: NOBODY_ELSE },
  "key.disable": { what: "disable it", cells: WHO_RUNS_IT_TOO },
  "key.revoke": { what: "revoke it", cells: WHO_RUNS_IT_TOO },
  "key.delete": { what: "delete it", cells: WHO_RUNS_IT_TOO },
  "key.verify": { what: "verify its secret for another backend", cells: ["hidden", "yes", "yes", "yes"] },
} as const satisfies Readonly<Record<string, Permission>>;

/** A member's connected app that reaches the workspace. */
const APPS = {
  "app.list": { what: "find the app in the list", cells: ["hidden", "hidden", "yes", "yes", "yes"] },
  "app.see": { what: "look at the app", cells: WHO_RUNS_IT_TOO },
  "app.usage": { what: "see how it is used", cells: WHO_RUNS_IT_TOO },
  "app.change": { what: "take permissions or workspaces from it", cells: NOBODY_ELSE },
  "app.cutOff": { what: "cut it off from the workspace", cells: WHO_RUNS_IT_TOO },
  "app.disconnect": { what: "disconnect it", cells: NOBODY_ELSE },
} as const satisfies Readonly<Record<string, Permission>>;

const WORKSPACES = {
  "workspace.create": { what: "create another workspace", cells: ["yes", "yes", "yes", "yes"] },
  "workspace.list": { what: "find the workspace in the list", cells: ["hidden", "yes", "yes", "yes"] },
  "workspace.rename": { what: "rename it, or change its slug", cells: WHO_RUNS_IT },
  "workspace.policy": { what: "change what it asks of keys", cells: WHO_RUNS_IT },
  "workspace.sampleData": { what: "add sample data", cells: WHO_RUNS_IT },
  "workspace.delete": { what: "delete it", cells: AN_OWNER },
} as const satisfies Readonly<Record<string, Permission>>;

const MEMBERS = {
  "member.list": { what: "see who belongs to it", cells: EVERY_MEMBER },
  "member.activity": {
    what: "see members' keys counted, and when they were last here",
    cells: ["unknown", "hidden", "yes", "yes"],
  },
  "member.add": { what: "add an existing user", cells: WHO_RUNS_IT },
  "member.addOwner": { what: "add one as an owner", cells: AN_OWNER },
  "member.promote": { what: "make a member an admin", cells: WHO_RUNS_IT },
  "member.makeOwner": { what: "make a member an owner", cells: AN_OWNER },
  "member.demoteOwner": { what: "make an owner a member (never the last)", cells: AN_OWNER },
  "member.remove": { what: "remove a member or an admin", cells: WHO_RUNS_IT },
  "member.removeOwner": { what: "remove an owner (never the last)", cells: AN_OWNER },
  "member.leave": { what: "leave (never the last owner)", cells: EVERY_MEMBER },
  "member.resetLink": { what: "make a reset link for a member", cells: AN_OWNER, byKey: "never" },
} as const satisfies Readonly<Record<string, Permission>>;

const INVITATIONS = {
  "invitation.list": { what: "see who is invited", cells: WHO_RUNS_IT },
  "invitation.send": { what: "invite as a member or an admin", cells: WHO_RUNS_IT },
  "invitation.sendOwner": { what: "invite as an owner", cells: AN_OWNER },
  "invitation.resend": { what: "renew an invitation", cells: WHO_RUNS_IT },
  "invitation.withdraw": { what: "withdraw it", cells: WHO_RUNS_IT },
  "invitation.withdrawOwner": { what: "withdraw that of an owner", cells: AN_OWNER },
} as const satisfies Readonly<Record<string, Permission>>;

const AUDIT = {
  "audit.list": { what: "see what others did in the workspace", cells: ["hidden", "hidden", "yes", "yes"] },
  "audit.export": { what: "export it", cells: ["hidden", "hidden", "yes", "yes"] },
} as const satisfies Readonly<Record<string, Permission>>;

const CONTENT = {
  "content.read": { what: "read events, documents and production", cells: EVERY_MEMBER, byKey: "content" },
  "content.write": { what: "create, change and delete them", cells: EVERY_MEMBER, byKey: "content" },
  "content.execute": { what: "run automations", cells: EVERY_MEMBER, byKey: "content" },
} as const satisfies Readonly<Record<string, Permission>>;

const TABLE = { ...KEYS, ...APPS, ...WORKSPACES, ...MEMBERS, ...INVITATIONS, ...AUDIT, ...CONTENT };

/** One row of the table. */
export type PermissionName = keyof typeof TABLE;

const PERMISSIONS: Readonly<Record<PermissionName, Permission>> = TABLE;

const ROLES_SEEN: readonly Actor[] = ACTORS.filter((actor) => actor !== "keysOwner");

type Area = {
  readonly title: string;
  readonly names: readonly PermissionName[];
  /** Whose columns it has: only of keys and apps is their owner anything else than a member. */
  readonly actors: readonly Actor[];
};

/** The table's parts, in the order of the page. */
export const PERMISSION_AREAS: readonly Area[] = [
  { title: "Keys", names: namesOf(KEYS), actors: ACTORS },
  { title: "Connected apps", names: namesOf(APPS), actors: ACTORS },
  { title: "Workspaces", names: namesOf(WORKSPACES), actors: ROLES_SEEN },
  { title: "Members", names: namesOf(MEMBERS), actors: ROLES_SEEN },
  { title: "Invitations", names: namesOf(INVITATIONS), actors: ROLES_SEEN },
  { title: "Audit log", names: namesOf(AUDIT), actors: ROLES_SEEN },
  { title: "Content", names: namesOf(CONTENT), actors: ROLES_SEEN },
];

/** What the act is, in words. */
export function actInWords(name: PermissionName): string {
  return PERMISSIONS[name].what;
}

/** How the act ends for this actor; where nothing else is said, a key's owner is a member like others. */
export function verdictOf(name: PermissionName, credential: CredentialKind, actor: Actor): Verdict {
  const { cells, byKey } = PERMISSIONS[name];
  const bySession = cells[ACTORS.indexOf(actor)] ?? cells[1];
  if (credential === "session") return bySession;
  if (byKey === "never") return "person";
  if (byKey === "content") return "unscoped";
  return actor === "member" || actor === "keysOwner" ? "unscoped" : bySession;
}

function namesOf<Name extends PermissionName>(area: Readonly<Record<Name, Permission>>): Name[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of a Record<Name, …>
  return Object.keys(area) as Name[];
}
