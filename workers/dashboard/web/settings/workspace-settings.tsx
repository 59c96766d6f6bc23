/** The workspace's settings: to change for who runs it, to read for the others. What is final comes last. */
import type { ReactElement } from "react";
import type { Workspace } from "../api/session.ts";
import { isRunBy } from "../api/workspace.ts";
import { DangerZone } from "./danger-zone.tsx";
import { DEFAULT_LIVES, lifeText, MAX_LIVES } from "./key-lives.ts";
import { KeyPolicyForm } from "./key-policy-form.tsx";
import { Section } from "./section.tsx";
import { WorkspaceForm } from "./workspace-form.tsx";

type WorkspaceSettingsProps = { readonly workspace: Workspace };

export function WorkspaceSettings({ workspace }: WorkspaceSettingsProps): ReactElement {
  return (
    <>
      {isRunBy(workspace) ? <Forms workspace={workspace} /> : <ReadOnly workspace={workspace} />}
      <DangerZone workspace={workspace} />
    </>
  );
}

function Forms({ workspace }: WorkspaceSettingsProps): ReactElement {
  // Saved elsewhere meanwhile: the forms begin anew with what is true.
  const { name, slug, key_policy: policy } = workspace;
  return (
    <>
      <Section title="Workspace" text="How people and exports name it.">
        <WorkspaceForm key={`${name} ${slug}`} workspace={workspace} />
      </Section>
      <Section
        title="Key policy"
        text="Binds keys that are made or changed from now on. Existing keys stay as they are."
      >
        <KeyPolicyForm key={JSON.stringify(policy)} workspace={workspace} />
      </Section>
    </>
  );
}

function ReadOnly({ workspace }: WorkspaceSettingsProps): ReactElement {
  const policy = workspace.key_policy;
  return (
    <Section title="Workspace" text="Owners and admins can change this.">
      <dl className="facts p-4 sm:p-5">
        <dt>Name</dt>
        <dd dir="auto">{workspace.name}</dd>
        <dt>Slug</dt>
        <dd>{workspace.slug}</dd>
        <dt>Suggested life of keys</dt>
        <dd>{lifeText(DEFAULT_LIVES, policy.default_days)}</dd>
        <dt>Longest life of keys</dt>
        <dd>{lifeText(MAX_LIVES, policy.max_days)}</dd>
        <dt>Who may create keys</dt>
        <dd>{policy.creators === "admins" ? "Owners and admins" : "All members"}</dd>
      </dl>
    </Section>
  );
}
