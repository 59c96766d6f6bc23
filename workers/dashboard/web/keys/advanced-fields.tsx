/** What few keys need: folded away until it is set or wrong. */
import { type ReactElement, useState } from "react";
import { RATE_BURST_DEFAULT, RATE_PER_MINUTE_DEFAULT } from "#shared/limits.ts";
import { grantableScopes } from "#shared/scopes.ts";
import { useSession } from "../api/session.ts";
import { Checkbox } from "../ui/checkbox.tsx";
import { Disclosure } from "../ui/disclosure.tsx";
import { Field, FieldGroup } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { type Flaws, ipsFlaw, type KeyDraft } from "./key-draft.ts";
import type { FieldsProps } from "./key-form.tsx";
import { ScopeBox } from "./scopes-field.tsx";
import { ToolsField } from "./tools-field.tsx";

export function AdvancedFields({ draft, onChange, flaws }: FieldsProps): ReactElement {
  const [isOpen, setOpen] = useState(() => isAdvanced(draft));
  const isWrong = hasAdvancedFlaw(flaws);
  return (
    <Disclosure label="Advanced" open={isOpen || isWrong} onOpenChange={setOpen}>
      <div className="flex flex-col gap-5 pt-4">
        <ManageKeys draft={draft} onChange={onChange} />
        <Field
          label="IP ranges"
          hint="One address or range a line, IPv4 or IPv6. Requests from elsewhere are refused. Empty: from anywhere."
          error={ipsFlaw(draft.ips) ?? flaws.allowed_ips}
        >
          <textarea
            className="input textarea font-mono"
            rows={3}
            spellCheck={false}
            autoComplete="off"
            placeholder={"203.0.113.0/24\n2001:db8::/32"}
            value={draft.ips}
            onChange={(event) => onChange({ ips: event.target.value })}
          />
        </Field>
        <RateFields draft={draft} onChange={onChange} flaws={flaws} />
        <ToolsField draft={draft} onChange={onChange} flaws={flaws} />
        <ConnectorUrl draft={draft} onChange={onChange} />
      </div>
    </Disclosure>
  );
}

type Part = Pick<FieldsProps, "draft" | "onChange">;

/** For owners and admins: members cannot give it. */
function ManageKeys({ draft, onChange }: Part): ReactElement | null {
  const { workspaces } = useSession();
  const isGrantable = grantableScopes(workspaces.map(({ role }) => role)).includes("keys:manage");
  if (!isGrantable && !draft.scopes.includes("keys:manage")) return null;
  return (
    <FieldGroup legend="Management">
      <ScopeBox scope="keys:manage" draft={draft} onChange={onChange} />
    </FieldGroup>
  );
}

function RateFields({ draft, onChange, flaws }: FieldsProps): ReactElement {
  const numberField = { className: "input", inputMode: "numeric", autoComplete: "off" } as const;
  return (
    <FieldGroup legend="Rate limit" error={flaws.rate_limit}>
      <div className="grid grid-cols-2 gap-3">
        <Field label="Requests a minute">
          <input
            {...numberField}
            placeholder={String(RATE_PER_MINUTE_DEFAULT)}
            value={draft.perMinute}
            onChange={(event) => onChange({ perMinute: event.target.value })}
          />
        </Field>
        <Field label="At once">
          <input
            {...numberField}
            placeholder={String(RATE_BURST_DEFAULT)}
            value={draft.burst}
            onChange={(event) => onChange({ burst: event.target.value })}
          />
        </Field>
      </div>
      <p className="hint mt-1.5">Counted in each region by itself. Empty: the usual limit.</p>
    </FieldGroup>
  );
}

function ConnectorUrl({ draft, onChange }: Part): ReactElement {
  return (
    <FieldGroup legend="Connector URL">
      <Checkbox
        checked={draft.allowQuery}
        onCheckedChange={(allowQuery) => onChange({ allowQuery })}
        hint="For apps without a field for a key: they connect to an address that ends in ?api_key=…"
      >
        Allow the key in the URL
      </Checkbox>
      {draft.allowQuery && (
        <div className="mt-2.5">
          <Notice>
            Addresses are logged, kept in histories and shared without thinking; whoever sees this one has the key. Give
            it read permission alone and a near expiry.
          </Notice>
        </div>
      )}
    </FieldGroup>
  );
}

function isAdvanced(draft: KeyDraft): boolean {
  const { scopes, ips, perMinute, tools, allowQuery } = draft;
  return scopes.includes("keys:manage") || ips !== "" || perMinute !== "" || tools !== null || allowQuery;
}

function hasAdvancedFlaw(flaws: Flaws): boolean {
  return [flaws.allowed_ips, flaws.rate_limit, flaws.allowed_tools].some((flaw) => flaw !== undefined);
}
