/** Narrows a key to some of the MCP tools that its permissions open. */
import type { ReactElement } from "react";
import { TOOL_NAMES, TOOL_SCOPES, type ToolName } from "#shared/tool-names.ts";
import { Checkbox } from "../ui/checkbox.tsx";
import { FieldGroup } from "../ui/field.tsx";
import type { FieldsProps } from "./key-form.tsx";

export function ToolsField({ draft, onChange, flaws }: FieldsProps): ReactElement {
  const { tools, scopes } = draft;
  const open = TOOL_NAMES.filter((name) => scopes.includes(TOOL_SCOPES[name]));
  const toggle = (name: ToolName, isOn: boolean): void => {
    const others = (tools ?? []).filter((other) => other !== name);
    onChange({ tools: isOn ? [...others, name] : others });
  };
  return (
    <FieldGroup legend="MCP tools" error={flaws.allowed_tools}>
      <Checkbox
        checked={tools === null}
        onCheckedChange={(isAll) => onChange({ tools: isAll ? null : open })}
        hint="Those added later too."
      >
        All that the permissions open
      </Checkbox>
      {tools !== null && (
        <div className="mt-2.5 grid grid-cols-1 gap-x-4 gap-y-1.5 rounded-lg border border-line bg-sunken p-3 sm:grid-cols-2">
          {open.map((name) => (
            <Checkbox key={name} checked={tools.includes(name)} onCheckedChange={(isOn) => toggle(name, isOn)}>
              <code className="font-mono text-[12.5px] wrap-anywhere">{name}</code>
            </Checkbox>
          ))}
          {open.length === 0 && <p className="hint">The permissions chosen open no tool.</p>}
        </div>
      )}
    </FieldGroup>
  );
}
