/** One key: what it may do, how it was used, what was done to it, and everything that can be done with it. */
import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { ChevronRight, RefreshCw } from "lucide-react";
import { type ReactElement, useState } from "react";
import type { Key } from "#shared/management/keys.ts";
import { useSession } from "../api/session.ts";
import { abilitiesOf, type Abilities } from "../keys/abilities.ts";
import { type KeyDialog, KeyDialogs } from "../keys/key-dialogs.tsx";
import { KeyMenu } from "../keys/key-menu.tsx";
import { KeyName } from "../keys/key-name.tsx";
import { KeyNudge } from "../keys/key-nudge.tsx";
import { keyQuery } from "../keys/key-query.ts";
import { maskOf } from "../keys/mask-of.ts";
import { type KeyActs, useKeyActs } from "../keys/use-key-acts.ts";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { useTitle } from "../ui/page-head.tsx";
import { AccessCard } from "./access-card.tsx";
import { KeyAudit } from "./key-audit.tsx";
import { KeyNumbers } from "./key-numbers.tsx";
import { NeverUsed } from "./never-used.tsx";
import { usageRangeOf } from "./usage-range.ts";
import { UsageSection } from "./usage-section.tsx";

const REFRESH_MS = 15_000;

export function KeyPage(): ReactElement {
  const { id } = useParams({ from: "/keys/$id" });
  const range = usageRangeOf(useSearch({ from: "/keys/$id" }).range);
  const key = useSuspenseQuery({ ...keyQuery(id), refetchInterval: REFRESH_MS }).data;
  const abilities = abilitiesOf(key, useSession().user.id);
  const [dialog, setDialog] = useState<KeyDialog | null>(null);
  const navigate = useNavigate();
  const acts = useKeyActs();
  return (
    <div className="grid grid-cols-1 gap-5">
      <KeyHead headKey={key} abilities={abilities} acts={acts} onDialog={setDialog} />
      <KeyNumbers shownKey={key} range={range} />
      {key.last_used === null ? (
        <NeverUsed onConnect={abilities.canChange ? () => setDialog({ kind: "connect-key", key }) : null} />
      ) : (
        <UsageSection keyId={key.id} range={range} />
      )}
      <AccessCard
        accessKey={key}
        edit={
          abilities.canChange && (
            <Button size="small" onClick={() => setDialog({ kind: "edit", key })}>
              Edit access
            </Button>
          )
        }
      />
      <KeyAudit keyId={key.id} />
      <KeyDialogs dialog={dialog} onDialog={setDialog} acts={acts} onDeleted={() => void navigate({ to: "/keys" })} />
    </div>
  );
}

type KeyHeadProps = {
  readonly headKey: Key;
  readonly abilities: Abilities;
  readonly acts: KeyActs;
  readonly onDialog: (dialog: KeyDialog) => void;
};

function KeyHead({ headKey: key, abilities, acts, onDialog }: KeyHeadProps): ReactElement {
  const [isEditing, setEditing] = useState(false);
  useTitle(key.name);
  return (
    <header>
      <nav aria-label="Breadcrumb" className="mb-3 flex min-w-0 items-center gap-1.5 text-[13.5px]">
        <Link to="/keys" className="shrink-0 text-muted hover:underline">
          API keys
        </Link>
        <ChevronRight size={14} aria-hidden className="shrink-0 text-muted" />
        <span aria-current="page" className="truncate" dir="auto">
          {key.name}
        </span>
      </nav>
      <div className="flex flex-wrap items-start justify-between gap-4">
        <div className="min-w-0 max-w-full">
          <div className="key-title">
            <KeyName
              look="title"
              namedKey={key}
              isEditing={isEditing}
              onEdit={setEditing}
              onSave={abilities.isOwn ? (name) => void acts.rename(key, name) : null}
            />
          </div>
          <div className="mt-1 flex min-w-0 items-center gap-1 text-muted">
            <code className="truncate font-mono text-[12.5px]">{maskOf(key)}</code>
            <CopyButton text={maskOf(key)} label="Copy masked key" />
            {!abilities.isOwn && (
              <span className="ml-1 truncate text-[13px]">
                by <bdi>{key.owner.name}</bdi>
              </span>
            )}
          </div>
          <KeyNudge nudgedKey={key} abilities={abilities} onDialog={onDialog} />
        </div>
        <div className="flex flex-wrap gap-2">
          {abilities.canChange && (
            <Button onClick={() => onDialog({ kind: "rotate", key })}>
              <RefreshCw size={14} aria-hidden />
              Rotate secret
            </Button>
          )}
          {abilities.canDisable && <Button onClick={() => void acts.disable(key)}>Disable</Button>}
          {abilities.canEnable && <Button onClick={() => void acts.enable(key)}>Enable</Button>}
          <KeyMenu
            menuKey={key}
            abilities={abilities}
            acts={acts}
            onDialog={onDialog}
            onRename={() => setEditing(true)}
            selection={null}
          />
        </div>
      </div>
    </header>
  );
}
