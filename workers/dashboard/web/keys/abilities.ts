/** What the signed-in person may do with a key. The API decides; this keeps what it would refuse out of sight. Pure. */
import type { Key } from "#shared/management/keys.ts";

export type Abilities = {
  /** Whether it is theirs: rename, change, rotate, end the old secret. */
  readonly isOwn: boolean;
  readonly canChange: boolean;
  /** A legacy token is not changed: another key takes its place. */
  readonly canReplace: boolean;
  readonly canDisable: boolean;
  readonly canEnable: boolean;
  readonly canRevoke: boolean;
};

/** A key that is seen without being owned reaches a workspace that the viewer runs: that is enough to cut it off. */
export function abilitiesOf({ owner, status, legacy }: Key, viewerId: string): Abilities {
  const isOwn = owner.id === viewerId;
  const isAlive = status !== "revoked";
  return {
    isOwn,
    canChange: isOwn && isAlive && !legacy,
    canReplace: isOwn && legacy,
    canDisable: status === "enabled",
    canEnable: isOwn && status === "disabled",
    canRevoke: isAlive,
  };
}
