/**
 * What is done to a key at once and can be undone: rename, disable, enable; and the end of an old secret's grace. Shown
 * before it is answered, taken back when it is refused. Held by the page: a row that moves to another section is gone.
 */
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { ChangedKey, Key } from "#shared/management/keys.ts";
import { answerOf, api } from "../api/client.ts";
import { messageOf, ProblemError } from "../api/problem-error.ts";
import { useSession } from "../api/session.ts";
import { toast } from "../ui/toast.tsx";
import { KEYS, showKey } from "./keys-query.ts";
import { receiptOf } from "../api/receipt.ts";

export type KeyActs = {
  readonly rename: (key: Key, name: string) => Promise<void>;
  readonly disable: (key: Key) => Promise<void>;
  readonly enable: (key: Key) => Promise<void>;
  readonly endGrace: (key: Key) => Promise<void>;
};

export function useKeyActs(): KeyActs {
  const queries = useQueryClient();
  const viewerId = useSession().user.id;
  return useMemo(() => keyActs(queries, viewerId), [queries, viewerId]);
}

function keyActs(queries: QueryClient, viewerId: string): KeyActs {
  const turns = keyTurns();
  /** The key as the act left it; `null` when it was refused, which has been said then. */
  const run = async (key: Key, shown: Key, act: (etag: string) => Promise<ChangedKey>): Promise<ChangedKey | null> => {
    await queries.cancelQueries({ queryKey: KEYS });
    showKey(queries, shown);
    try {
      const changed = await turns.take(key, act);
      showKey(queries, changed.key);
      return changed;
    } catch (error) {
      showKey(queries, key);
      await tellRefusal(queries, key, error);
      return null;
    } finally {
      void queries.invalidateQueries({ queryKey: KEYS });
    }
  };

  const rename = async (key: Key, name: string): Promise<void> => {
    const changed = await run(key, { ...key, name }, (etag) =>
      answerOf(
        api.v1.keys[":id"].$patch({ param: { id: key.id }, header: { "If-Match": `"${etag}"` }, json: { name } }),
      ),
    );
    if (changed === null) return;
    const undo = { label: "Undo", onClick: () => void rename(changed.key, key.name) };
    toast({ title: "Key renamed", description: `It is “${changed.key.name}” now.`, action: undo });
  };

  const disable = async (key: Key): Promise<void> => {
    const changed = await run(key, { ...key, status: "disabled" }, () =>
      answerOf(api.v1.keys[":id"].disable.$post({ param: { id: key.id } })),
    );
    if (changed === null) return;
    const undo = { label: "Undo", onClick: () => void enable(changed.key) };
    const description = `“${key.name}” is refused from now on. ${receiptOf(changed.propagation)}`;
    // Who cut off another person's key cannot give it back.
    toast({ title: "Key disabled", description, ...(key.owner.id === viewerId ? { action: undo } : {}) });
  };

  const enable = async (key: Key): Promise<void> => {
    const changed = await run(key, { ...key, status: "enabled" }, () =>
      answerOf(api.v1.keys[":id"].enable.$post({ param: { id: key.id } })),
    );
    if (changed === null) return;
    const undo = { label: "Undo", onClick: () => void disable(changed.key) };
    toast({ title: "Key enabled", description: `“${key.name}” works again.`, action: undo });
  };

  const endGrace = async (key: Key): Promise<void> => {
    const changed = await run(key, { ...key, previous_secret_until: null }, () =>
      answerOf(api.v1.keys[":id"]["end-grace"].$post({ param: { id: key.id } })),
    );
    if (changed === null) return;
    const description = `Only the new secret of “${key.name}” works. ${receiptOf(changed.propagation)}`;
    toast({ title: "Old secret ended", description });
  };

  return { rename, disable, enable, endGrace };
}

type KeyTurns = { readonly take: (key: Key, act: (etag: string) => Promise<ChangedKey>) => Promise<ChangedKey> };

/**
 * One act after another on each key, so that who renames twice in a hurry is not told that somebody else was faster. An
 * act is given the tag of the key as the person's own acts until now have left it.
 */
function keyTurns(): KeyTurns {
  const last = new Map<string, Promise<unknown>>();
  const successors = new Map<string, string>();
  const newest = (etag: string): string => {
    const next = successors.get(etag);
    return next === undefined ? etag : newest(next);
  };
  const take: KeyTurns["take"] = ({ id, etag }, act) => {
    const turn = async (): Promise<ChangedKey> => {
      const known = newest(`${id} ${etag}`);
      const changed = await act(known.slice(id.length + 1));
      const after = `${id} ${changed.key.etag}`;
      if (after !== known) successors.set(known, after);
      return changed;
    };
    const before = last.get(id) ?? Promise.resolve();
    const mine = before.then(turn, turn);
    last.set(id, mine);
    return mine;
  };
  return { take };
}

/** Who was late is shown what is there now; the rest is said as the API says it. */
async function tellRefusal(queries: QueryClient, key: Key, error: unknown): Promise<void> {
  if (!(error instanceof ProblemError && error.code === "changed_meanwhile")) {
    toast({ title: `“${key.name}” was not changed`, description: messageOf(error) });
    return;
  }
  const fresh = await answerOf(api.v1.keys[":id"].$get({ param: { id: key.id } })).catch(() => null);
  if (fresh !== null) showKey(queries, fresh);
  const description =
    fresh === null || fresh.name === key.name
      ? `Somebody else changed “${key.name}” since you loaded it. Look at it as it is now, then decide.`
      : `Somebody else named it “${fresh.name}” since you loaded it. Yours was not saved.`;
  toast({ title: "Changed meanwhile", description });
}
