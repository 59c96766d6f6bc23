/** docs/permissions.md: who may do what, as the tests hold it. */
import {
  actInWords,
  type Actor,
  type CredentialKind,
  CREDENTIALS,
  PERMISSION_AREAS,
  type Verdict,
  VERDICTS,
  verdictOf,
} from "#test/permissions/table.ts";

/** The page, generated from the table that `test/permissions.test.ts` tries cell by cell. */
export function permissionsPage(): string {
  return `# Permissions

Generated from \`test/permissions/table.ts\` by \`npm run generate\`. \`test/permissions.test.ts\` tries every cell through the
API: by session cookie, and by a management key.

The table is seen from one workspace. A **stranger** does not belong to it, and runs another one. **Member**, **admin**
and **owner** are its roles. The **key's owner** is a member whose key reaches it; the acts on keys are about that key.

A management key acts for its owner and never beyond them
([decision 5](decisions/0005-a-management-key-acts-for-its-owner.md)): here it is one with \`keys:manage\` alone, for the
workspaces that its owner belongs to. \`keys:manage\` works only while its owner runs a workspace that the key reaches, so
the keys of mere members manage nothing.

| answer | HTTP | means |
|---|---|---|
${Object.keys(VERDICTS).map(legend).join("\n")}

Whoever runs a workspace sees every key that reaches it, and can disable, revoke or delete it. They never see its
secret, nor which other workspaces it reaches.

${PERMISSION_AREAS.map((area) => `## ${area.title}\n\n${table(area)}`).join("\n\n")}

## What the table does not say

- The last owner is neither demoted nor removed, and does not leave: \`409 last_owner\`.
- A reset link is made only by who owns **every** workspace that the person belongs to; it would open the others too.
  One of them the person must have joined by themselves: to add somebody gives no power over their account
  ([decision 41](decisions/0041-adding-somebody-gives-no-power-over-them.md)).
- Removing somebody withdraws the invitations to their address and those that they sent; a demotion withdraws those that
  they could not send any more ([decision 21](decisions/0021-an-invitation-is-as-good-as-who-sent-it.md)).
- Everybody sees their own acts in the audit log, and those on their own keys.
- A person's name, password, passkeys and sessions are their own: nobody else reads or changes them.
`;
}

const NAMES: Readonly<Record<Actor, string>> = {
  stranger: "stranger",
  member: "member",
  admin: "admin",
  owner: "owner",
  keysOwner: "key's owner",
};

const WORDS: Readonly<Record<Verdict, string>> = {
  yes: "**yes**",
  no: "no",
  unknown: "unknown",
  hidden: "not shown",
  unscoped: "no scope",
  person: "people only",
};

function legend(verdict: string): string {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a key of VERDICTS
  const name = verdict as Verdict;
  return `| ${WORDS[name]} | ${VERDICTS[name].status} | ${VERDICTS[name].meaning} |`;
}

type Column = readonly [CredentialKind, Actor];

function table({ names, actors }: (typeof PERMISSION_AREAS)[number]): string {
  const columns = CREDENTIALS.flatMap((kind) => actors.map((actor): Column => [kind, actor]));
  const heads = columns.map(([kind, actor]) => (kind === "key" ? `${NAMES[actor]}, by key` : NAMES[actor]));
  const rows = names.map((name) => {
    const cells = columns.map(([kind, actor]) => WORDS[verdictOf(name, kind, actor)]);
    return `| ${actInWords(name)} | ${cells.join(" | ")} |`;
  });
  return [`| | ${heads.join(" | ")} |`, `|---|${columns.map(() => "---|").join("")}`, ...rows].join("\n");
}
