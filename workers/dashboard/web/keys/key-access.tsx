/** What a key, or an app, may do, and where. */
import type { ReactElement } from "react";
import type { Key } from "#shared/management/keys.ts";
import { SCOPE_MEANINGS } from "#shared/scopes.ts";
import { Tooltip } from "../ui/tooltip.tsx";
import { SCOPE_LABELS } from "./scope-labels.ts";

const SHOWN_WORKSPACES = 2;

export function KeyAccess({ accessKey }: { readonly accessKey: Pick<Key, "scopes" | "workspaces"> }): ReactElement {
  const { scopes, workspaces } = accessKey;
  return (
    <div className="c2 flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1 min-[1000px]:block">
      <ul className="flex flex-wrap gap-1" aria-label="Permissions">
        {scopes.map((scope) => (
          <li key={scope} className="chip" title={SCOPE_MEANINGS[scope]}>
            {SCOPE_LABELS[scope]}
          </li>
        ))}
      </ul>
      <Workspaces names={workspaces.map(({ name }) => name)} />
    </div>
  );
}

function Workspaces({ names }: { readonly names: readonly string[] }): ReactElement {
  const shown = names.slice(0, SHOWN_WORKSPACES);
  const rest = names.slice(SHOWN_WORKSPACES);
  if (names.length === 0)
    return <p className="text-[13px] text-warn min-[1000px]:mt-1">No workspace: it opens nothing</p>;
  return (
    <p className="flex min-w-0 gap-1 text-[13px] text-muted min-[1000px]:mt-1">
      <span className="truncate" title={shown.join(", ")}>
        {shown.map((name, index) => (
          <span key={name}>
            {index > 0 && ", "}
            <bdi>{name}</bdi>
          </span>
        ))}
      </span>
      {rest.length > 0 && (
        <Tooltip content={rest.join(", ")}>
          <span className="reltime" tabIndex={0} aria-label={`and ${rest.length} more: ${rest.join(", ")}`} role="note">
            +{rest.length}
          </span>
        </Tooltip>
      )}
    </p>
  );
}
