/** Enabled or not, at once. A key that nothing can enable again has no switch. */
import { type ReactElement, useEffect } from "react";
import type { Key } from "#shared/management/keys.ts";
import { Switch } from "../ui/switch.tsx";
import { Tooltip } from "../ui/tooltip.tsx";
import type { Abilities } from "./abilities.ts";
import type { KeyActs } from "./use-key-acts.ts";

type KeySwitchProps = { readonly switchedKey: Key; readonly abilities: Abilities; readonly acts: KeyActs };

export function KeySwitch({ switchedKey: key, abilities, acts }: KeySwitchProps): ReactElement | null {
  const { status, name, owner } = key;
  useFollowedFocus(key.id);
  if (status !== "enabled" && status !== "disabled") return null;
  const label = `${name} enabled`;
  if (status === "disabled" && !abilities.canEnable) {
    return (
      <Tooltip content={`Only ${owner.name} can enable it.`}>
        <span
          tabIndex={0}
          className="flex rounded-full"
          aria-label={`Only ${owner.name} can enable ${name}`}
          role="note"
        >
          <Switch checked={false} disabled label={label} onChange={() => undefined} />
        </span>
      </Tooltip>
    );
  }
  return (
    <Switch
      id={switchId(key.id)}
      checked={status === "enabled"}
      label={label}
      onChange={(isOn) => {
        pressedId = key.id;
        void (isOn ? acts.enable(key) : acts.disable(key));
      }}
    />
  );
}

/** The one pressed last. Its row moves to the other section and leaves the focus behind: it goes along. */
let pressedId: string | null = null;

function useFollowedFocus(id: string): void {
  useEffect(() => {
    if (pressedId !== id || document.activeElement !== document.body) return;
    pressedId = null;
    document.getElementById(switchId(id))?.focus();
  }, [id]);
}

function switchId(id: string): string {
  return `switch-${id}`;
}
