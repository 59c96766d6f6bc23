/** One automation in the list. */
import { Ellipsis, Play } from "lucide-react";
import type { ReactElement } from "react";
import type { Automation } from "./automation.ts";
import { Button } from "../../ui/button.tsx";
import { Menu, MenuItem, MenuSeparator } from "../../ui/menu.tsx";

/** What can be done with an automation; each opens a dialog of the page. */
export type AutomationActs = {
  readonly onRun: (automation: Automation) => void;
  readonly onRuns: (automation: Automation) => void;
  readonly onSecret: (automation: Automation) => void;
  readonly onEdit: (automation: Automation) => void;
  readonly onDelete: (automation: Automation) => void;
};

type AutomationRowProps = { readonly automation: Automation; readonly acts: AutomationActs };

export function AutomationRow({ automation, acts }: AutomationRowProps): ReactElement {
  const { name, description, host } = automation;
  return (
    <li className="crow">
      <h2 className="clamp text-left font-medium wrap-anywhere" dir="auto">
        {name}
      </h2>
      <div className="side min-w-0">
        {description !== "" && (
          <p className="clamp text-left text-[13px] wrap-anywhere text-muted" dir="auto">
            {description}
          </p>
        )}
        <p className="truncate font-mono text-[12.5px]" title={host}>
          {host}
        </p>
      </div>
      <div className="acts">
        <Button size="small" aria-label={`Test run of “${name}”`} onClick={() => acts.onRun(automation)}>
          <Play size={13} aria-hidden />
          Run
        </Button>
        <Menu
          trigger={
            <Button variant="ghost" size="icon" aria-label={`Actions for “${name}”`}>
              <Ellipsis size={16} aria-hidden />
            </Button>
          }
        >
          <MenuItem onClick={() => acts.onRuns(automation)}>Run history</MenuItem>
          <MenuItem onClick={() => acts.onSecret(automation)}>Signing secret</MenuItem>
          <MenuItem onClick={() => acts.onEdit(automation)}>Edit…</MenuItem>
          <MenuSeparator />
          <MenuItem danger onClick={() => acts.onDelete(automation)}>
            Delete automation…
          </MenuItem>
        </Menu>
      </div>
    </li>
  );
}
