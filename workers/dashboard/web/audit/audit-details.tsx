/** An opened entry: each change with what was before it, then when, by which means and from where. */
import { ArrowRight } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import type { AuditLogEntry } from "#shared/management/audit.ts";
import { deviceName } from "../settings/device-name.ts";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Fact } from "../ui/fact.tsx";
import type { AuditRowProps } from "./audit-row.tsx";
import { type Change, changesOf } from "./changes.ts";

const exact = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "long" });

export function AuditDetails({ entry, names, onTarget }: AuditRowProps): ReactElement {
  const changes = changesOf(entry, names);
  return (
    <div className="arow-details">
      <dl className="facts">
        {changes.map((change) => (
          <Fact key={change.label} term={change.label}>
            <ChangeLine change={change} />
          </Fact>
        ))}
        <Fact term="When">{exact.format(Date.parse(entry.at))}</Fact>
        <Fact term="By">{meansOf(entry)}</Fact>
        <Fact term="Address">
          {entry.ip ?? "Unknown"} <span className="text-muted">· {deviceName(entry.user_agent)}</span>
        </Fact>
        {entry.user_agent !== null && <Fact term="Client">{entry.user_agent}</Fact>}
        <Fact term="Action">
          <code className="font-mono text-[12.5px]">{entry.action}</code>
        </Fact>
        <Fact term="Request">
          <span className="flex items-center gap-1">
            <code className="font-mono text-[12.5px]">{entry.request_id}</code>
            <CopyButton text={entry.request_id} label="Copy request id" />
          </span>
        </Fact>
      </dl>
      {onTarget !== null && (
        <Button size="small" onClick={() => onTarget(entry.target.id)}>
          Show all about {TARGETS[entry.target.type] ?? "it"}
        </Button>
      )}
    </div>
  );
}

const TARGETS: Readonly<Record<string, string>> = {
  key: "this key",
  app: "this app",
  workspace: "this workspace",
  member: "this person",
  user: "this person",
  invitation: "this invitation",
};

function meansOf({ actor: { credential_id: credential } }: AuditLogEntry): ReactNode {
  if (credential === null) return "A page for people without a session";
  if (credential.startsWith("ses_")) return "The dashboard, signed in";
  return (
    <>
      An API key <code className="font-mono text-[12.5px]">{credential}</code>
    </>
  );
}

type ChangeLineProps = { readonly change: Change };

function ChangeLine({ change: { before, after } }: ChangeLineProps): ReactElement {
  if (before === null) return <>{after}</>;
  return (
    <>
      <del className="text-muted decoration-line-strong">{before}</del>{" "}
      <ArrowRight size={12} aria-label="became" className="inline text-muted" /> {after}
    </>
  );
}
