/** One line under a key that asks for something: an old secret to end, a key nobody uses, a secret that grew old. */
import type { ReactElement, ReactNode } from "react";
import { relativeTime } from "#shared/relative-time.ts";
import type { Key } from "#shared/management/keys.ts";
import { useNow } from "../ui/time.tsx";
import type { Abilities } from "./abilities.ts";
import type { KeyDialog } from "./key-dialogs.tsx";
import { graceOf, isOld, isUnused, shortTime } from "./key-times.ts";

type KeyNudgeProps = {
  readonly nudgedKey: Key;
  readonly abilities: Abilities;
  readonly onDialog: (dialog: KeyDialog) => void;
};

/** The first that holds; nothing for a key that opens nothing. */
export function KeyNudge({ nudgedKey: key, abilities, onDialog }: KeyNudgeProps): ReactElement | null {
  const now = useNow();
  if (key.status !== "enabled") return null;
  const grace = graceOf(key, now);
  if (grace !== null) return <p className="nudge">Old secret works until {shortTime(grace, now)}</p>;
  if (isUnused(key, now)) {
    return (
      <Nudge label={`Delete ${key.name}`} act="delete it" onAct={() => onDialog({ kind: "end", act: "delete", key })}>
        Unused for 30 days:
      </Nudge>
    );
  }
  if (abilities.canReplace) {
    const replace = (): void => onDialog({ kind: "replace", key });
    return (
      <Nudge label={`Replace ${key.name}`} act="create a key to replace it" onAct={replace}>
        Reaches every workspace:
      </Nudge>
    );
  }
  if (!abilities.canChange || !isOld(key, now)) return null;
  const since = relativeTime(Date.parse(key.rotated_at ?? key.created_at), now);
  return (
    <Nudge label={`Rotate secret of ${key.name}`} act="rotate it" onAct={() => onDialog({ kind: "rotate", key })}>
      {key.rotated_at === null ? "Created" : "Rotated"} {since}:
    </Nudge>
  );
}

type NudgeProps = {
  readonly children: ReactNode;
  readonly act: string;
  readonly label: string;
  readonly onAct: () => void;
};

function Nudge({ children, act, label, onAct }: NudgeProps): ReactElement {
  return (
    <p className="nudge">
      {children}{" "}
      <button type="button" className="nudge-act" aria-label={`${label}: ${act}`} onClick={onAct}>
        {act}
      </button>
    </p>
  );
}
