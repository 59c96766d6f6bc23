/** Who may do what to a key they can see. Its owner everything; who runs a workspace it reaches may cut it off. Pure. */
import type { UserId } from "#shared/ids.ts";
import type { Key } from "#shared/management/keys.ts";
import type { Refusal } from "#shared/refusals.ts";

/** `own`: rename, change, enable, rotate. `cut`: disable, revoke, delete. */
export type KeyPower = "own" | "cut";

/** The refusal, or `null`. Only for keys that `findKey` has shown to this viewer. */
export function refusePower(viewer: UserId, key: Key, power: KeyPower): Refusal | null {
  if (key.owner.id === viewer || power === "cut") return null;
  return { code: "not_permitted", reason: "Only the key's owner can do this; you can disable, revoke or delete it." };
}
