/** What keys that reach the workspace must keep to: how long they live, and who may make them. */
import { type ReactElement, useState } from "react";
import { ProblemError } from "../api/problem-error.ts";
import type { Workspace } from "../api/session.ts";
import { Field, FieldGroup } from "../ui/field.tsx";
import { Radio, RadioGroup } from "../ui/radio.tsx";
import { Select } from "../ui/select.tsx";
import { DEFAULT_LIVES, daysOf, lifeOptions, MAX_LIVES, valueOf } from "./key-lives.ts";
import { SaveForm } from "./save-form.tsx";
import { useChangeWorkspace } from "./use-change-workspace.ts";

type KeyPolicyFormProps = { readonly workspace: Workspace };

export function KeyPolicyForm({ workspace }: KeyPolicyFormProps): ReactElement {
  const policy = workspace.key_policy;
  const [defaultLife, setDefaultLife] = useState(valueOf(policy.default_days));
  const [maxLife, setMaxLife] = useState(valueOf(policy.max_days));
  const [creators, setCreators] = useState(policy.creators);
  const change = useChangeWorkspace(workspace.id);
  const wish = {
    ...(daysOf(defaultLife) === policy.default_days ? {} : { default_days: daysOf(defaultLife) }),
    ...(daysOf(maxLife) === policy.max_days ? {} : { max_days: daysOf(maxLife) }),
    ...(creators === policy.creators ? {} : { creators }),
  };
  // What is suggested is never longer than what is allowed.
  const chooseMaxLife = (life: string): void => {
    setMaxLife(life);
    const maxDays = daysOf(life);
    if (maxDays !== null && (daysOf(defaultLife) ?? Infinity) > maxDays) setDefaultLife(valueOf(maxDays));
  };
  const refused = change.error instanceof ProblemError ? change.error.field("/key_policy") : undefined;
  const wrongLife = refused === undefined ? undefined : "Choose one that is not longer than the longest life.";
  return (
    <SaveForm
      isChanged={Object.keys(wish).length > 0}
      isBusy={change.isPending}
      error={wrongLife === undefined ? change.error : null}
      onSave={() => change.mutate({ key_policy: wish })}
    >
      <div className="grid gap-5 sm:grid-cols-2">
        <Field label="Suggested life of keys" hint="What the form for new keys begins with." error={wrongLife}>
          <Select
            value={defaultLife}
            onChange={setDefaultLife}
            options={lifeOptions(DEFAULT_LIVES, daysOf(defaultLife))}
          />
        </Field>
        <Field label="Longest life of keys" hint="Keys that live longer cannot reach this workspace.">
          <Select value={maxLife} onChange={chooseMaxLife} options={lifeOptions(MAX_LIVES, policy.max_days)} />
        </Field>
      </div>
      <FieldGroup legend="Who may create keys that reach this workspace">
        <RadioGroup
          className="grid gap-3"
          value={creators}
          onValueChange={(chosen: unknown) => setCreators(chosen === "admins" ? "admins" : "members")}
        >
          <Radio value="members" hint="Each for themselves, with no more than their role allows.">
            All members
          </Radio>
          <Radio value="admins" hint="Members go on using the keys they have.">
            Owners and admins
          </Radio>
        </RadioGroup>
      </FieldGroup>
    </SaveForm>
  );
}
