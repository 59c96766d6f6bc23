/** What can be done to the selected keys together, at the foot of the page. */
import { type ReactElement, useEffect, useState } from "react";
import type { Key } from "#shared/management/keys.ts";
import { useSession } from "../api/session.ts";
import { Button } from "../ui/button.tsx";
import { abilitiesOf } from "./abilities.ts";
import { BulkConfirm } from "./bulk-confirm.tsx";
import type { BulkAct } from "./run-bulk.ts";

type BulkBarProps = { readonly keys: readonly Key[]; readonly onClear: () => void };
type Asked = { readonly act: BulkAct; readonly keys: readonly Key[] };

export function BulkBar({ keys, onClear }: BulkBarProps): ReactElement {
  const viewerId = useSession().user.id;
  const [asked, setAsked] = useState<Asked | null>(null);
  const [isOpen, setOpen] = useState(false);
  useClearOnEscape(onClear);
  const able = {
    disable: keys.filter((key) => abilitiesOf(key, viewerId).canDisable),
    enable: keys.filter((key) => abilitiesOf(key, viewerId).canEnable),
    delete: keys,
  };
  const ask = (act: BulkAct): void => {
    setAsked({ act, keys: able[act] });
    setOpen(true);
  };
  return (
    <>
      <div role="region" aria-label="Selected keys" className="bulk-bar">
        <p role="status" className="mr-auto pl-2 font-medium tabular-nums">
          {keys.length} selected
        </p>
        <Button size="small" disabled={able.disable.length === 0} onClick={() => ask("disable")}>
          Disable
        </Button>
        <Button size="small" disabled={able.enable.length === 0} onClick={() => ask("enable")}>
          Enable
        </Button>
        <Button size="small" className="text-bad" onClick={() => ask("delete")}>
          Delete
        </Button>
        <Button size="small" variant="ghost" onClick={onClear}>
          Clear
        </Button>
      </div>
      {asked !== null && (
        <BulkConfirm
          open={isOpen}
          act={asked.act}
          keys={asked.keys.map((key) => keys.find(({ id }) => id === key.id) ?? key)}
          selectedCount={keys.length}
          onClose={() => setOpen(false)}
          onDone={onClear}
        />
      )}
    </>
  );
}

/** Escape lets go of the selection, unless something else is open that it closes. */
function useClearOnEscape(onClear: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      if (document.querySelector(".modal, .popup, .command-menu, .input-inline") === null) onClear();
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, [onClear]);
}
