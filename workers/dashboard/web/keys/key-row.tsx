/** One key of the list: who it is, what it may do, how much it was used, when, and its switch and menu. */
import { type KeyboardEvent, memo, type ReactElement, useState } from "react";
import type { Key } from "#shared/management/keys.ts";
import { useSession } from "../api/session.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { classNames } from "../ui/class-names.ts";
import { Tick } from "../ui/tick.tsx";
import { abilitiesOf } from "./abilities.ts";
import { KeyAccess } from "./key-access.tsx";
import { KeyActivity } from "./key-activity.tsx";
import type { KeyDialog } from "./key-dialogs.tsx";
import { KeyMenu } from "./key-menu.tsx";
import { KeyName } from "./key-name.tsx";
import { KeyNudge } from "./key-nudge.tsx";
import { KeySwitch } from "./key-switch.tsx";
import { maskOf } from "./mask-of.ts";
import { Requests } from "./requests.tsx";
import type { KeyActs } from "./use-key-acts.ts";

export type RowProps = {
  readonly acts: KeyActs;
  readonly onDialog: (dialog: KeyDialog) => void;
  /** Selects the key, or lets it go. */
  readonly onSelect: (id: string) => void;
};

type KeyRowProps = RowProps & { readonly rowKey: Key; readonly isSelected: boolean };

export const KeyRow = memo(function KeyRow(props: KeyRowProps): ReactElement {
  const { rowKey: key, isSelected, acts, onDialog, onSelect } = props;
  const abilities = abilitiesOf(key, useSession().user.id);
  const [isEditing, setEditing] = useState(false);
  const select = (event: KeyboardEvent): void => {
    if (!isSelectKey(event)) return;
    event.preventDefault();
    onSelect(key.id);
  };
  return (
    <li className={classNames("krow", isSelected && "krow-selected")} onKeyDown={select}>
      <span className="krow-check">
        <Tick
          checked={isSelected}
          onChange={() => onSelect(key.id)}
          aria-label={`Select ${key.name}`}
          aria-keyshortcuts="X"
        />
      </span>
      <div className="c1 min-w-0">
        <div className="krow-name">
          <KeyName
            namedKey={key}
            isEditing={isEditing}
            onEdit={setEditing}
            onSave={abilities.isOwn ? (name) => void acts.rename(key, name) : null}
          />
        </div>
        <div className="mt-0.5 flex min-w-0 items-center gap-1 text-muted">
          <code className="truncate font-mono text-[12.5px]">{maskOf(key)}</code>
          <CopyButton text={maskOf(key)} label={`Copy masked key of ${key.name}`} hint="Copy masked key" />
          {!abilities.isOwn && <Owner name={key.owner.name} />}
        </div>
        <KeyNudge nudgedKey={key} abilities={abilities} onDialog={onDialog} />
      </div>
      <KeyAccess accessKey={key} />
      <Requests usage={key.usage} />
      <KeyActivity activeKey={key} />
      <div className="c5 flex items-center justify-end gap-2">
        <KeySwitch switchedKey={key} abilities={abilities} acts={acts} />
        <KeyMenu
          menuKey={key}
          abilities={abilities}
          acts={acts}
          onDialog={onDialog}
          onRename={() => setEditing(true)}
          selection={{ isSelected, onSelect }}
        />
      </div>
    </li>
  );
});

function Owner({ name }: { readonly name: string }): ReactElement {
  return (
    <span className="ml-1 min-w-0 truncate text-[13px]" title={name}>
      by <bdi>{name}</bdi>
    </span>
  );
}

/** X alone, with the focus on anything of the row but a field. */
function isSelectKey({ key, target, metaKey, ctrlKey, altKey }: KeyboardEvent): boolean {
  if (key.toLowerCase() !== "x" || metaKey || ctrlKey || altKey) return false;
  return target instanceof Element && target.closest("input:not([type=checkbox]), [role=menu]") === null;
}
