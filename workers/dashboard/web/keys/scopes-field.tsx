/** What a key may do, each permission with its meaning. Managing keys is under Advanced. */
import type { ReactElement } from "react";
import { SCOPE_MEANINGS, SCOPES, type Scope } from "#shared/scopes.ts";
import { Checkbox } from "../ui/checkbox.tsx";
import { FieldGroup } from "../ui/field.tsx";
import type { FieldsProps } from "./key-form.tsx";
import { SCOPE_LABELS } from "./scope-labels.ts";

const CONTENT_SCOPES = SCOPES.filter((scope) => scope !== "keys:manage");

export function ScopesField({ draft, onChange, flaws }: FieldsProps): ReactElement {
  return (
    <FieldGroup legend="Permissions" error={flaws.scopes}>
      <div className="flex flex-col gap-2">
        {CONTENT_SCOPES.map((scope) => (
          <ScopeBox key={scope} scope={scope} draft={draft} onChange={onChange} />
        ))}
      </div>
    </FieldGroup>
  );
}

type ScopeBoxProps = Pick<FieldsProps, "draft" | "onChange"> & { readonly scope: Scope };

export function ScopeBox({ scope, draft, onChange }: ScopeBoxProps): ReactElement {
  return (
    <Checkbox
      checked={draft.scopes.includes(scope)}
      onCheckedChange={(isOn) =>
        onChange({ scopes: isOn ? [...draft.scopes, scope] : draft.scopes.filter((other) => other !== scope) })
      }
      hint={SCOPE_MEANINGS[scope]}
    >
      {SCOPE_LABELS[scope]}
    </Checkbox>
  );
}
