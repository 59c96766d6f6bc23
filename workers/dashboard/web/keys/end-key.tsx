/**
 * Asks before a key is revoked or deleted. Of one that is in use it says so, and offers to disable it instead, which can
 * be undone.
 */
import { useQueryClient } from "@tanstack/react-query";
import { type ReactElement, useRef, useState } from "react";
import type { Key } from "#shared/management/keys.ts";
import type { Propagation } from "#shared/propagation.ts";
import { relativeTime } from "#shared/relative-time.ts";
import { answerOf, api } from "../api/client.ts";
import { messageOf, ProblemError } from "../api/problem-error.ts";
import { Button } from "../ui/button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { Notice } from "../ui/notice.tsx";
import { useNow } from "../ui/time.tsx";
import { toast } from "../ui/toast.tsx";
import { userOf } from "./key-activity.tsx";
import { isInUse } from "./key-times.ts";
import { hideKey, KEYS, showKey } from "./keys-query.ts";
import { receiptOf } from "../api/receipt.ts";

type EndKeyProps = {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly endedKey: Key;
  readonly act: "revoke" | "delete";
  readonly onDisable: (key: Key) => Promise<void>;
  readonly onDeleted: (() => void) | undefined;
};

const WORDS = {
  revoke: {
    title: "Revoke",
    act: "Revoke key",
    description: "Requests that use this key fail at once, for good. Its entry and usage stay. You can’t undo this.",
    done: "Key revoked",
  },
  delete: {
    title: "Delete",
    act: "Delete key",
    description: "Requests that use this key fail at once. Its entry and usage go. You can’t undo this.",
    done: "Key deleted",
  },
} as const;

export function EndKey(props: EndKeyProps): ReactElement {
  const { open, onClose, act, onDisable } = props;
  const { key, isBusy, error, end } = useEnd(props);
  const words = WORDS[act];
  const now = useNow();
  const isUsed = key.status !== "revoked" && isInUse(key, now);
  const canDisable = isUsed && key.status === "enabled";
  return (
    <Confirm
      open={open}
      onClose={onClose}
      title={`${words.title} “${key.name}”?`}
      description={
        key.status === "revoked"
          ? "It was revoked already: its entry and usage go. You can’t undo this."
          : words.description
      }
      act={words.act}
      onAct={() => end(isUsed)}
      busy={isBusy}
      instead={
        canDisable && (
          <Button
            disabled={isBusy}
            onClick={() => {
              onClose();
              void onDisable(key);
            }}
          >
            Disable instead
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-3" role="status">
        <LastUse lastUsed={key.last_used} isUsed={isUsed} canDisable={canDisable} />
        {error !== null && <Notice tone="bad">{error}</Notice>}
      </div>
    </Confirm>
  );
}

type LastUseProps = {
  readonly lastUsed: Key["last_used"];
  readonly isUsed: boolean;
  readonly canDisable: boolean;
};

function LastUse({ lastUsed, isUsed, canDisable }: LastUseProps): ReactElement {
  const now = useNow();
  if (lastUsed === null) return <p className="hint">This key was never used.</p>;
  const when = relativeTime(Date.parse(lastUsed.at), now);
  if (!isUsed) return <p className="hint">Last used {when}.</p>;
  return (
    <Notice>
      <b>{["Used", when, userOf(lastUsed)].filter((part) => part !== undefined).join(" ")}.</b>{" "}
      {canDisable ? "Disable it first to see what breaks. You can enable it again." : "What uses it will break."}
    </Notice>
  );
}

type End = {
  /** As it was last read: a use that was unknown when the dialog opened is in it. */
  readonly key: Key;
  readonly isBusy: boolean;
  readonly error: string | null;
  /** Ends it; with `isWarned` although it is in use. */
  readonly end: (isWarned: boolean) => void;
};

function useEnd({ endedKey, act, onClose, onDeleted }: EndKeyProps): End {
  const queries = useQueryClient();
  const [key, setKey] = useState(endedKey);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const isSending = useRef(false);
  const finish = (propagation: Propagation): void => {
    toast({ title: WORDS[act].done, description: `“${key.name}” is refused. ${receiptOf(propagation)}` });
    onClose();
    if (act === "delete") onDeleted?.();
  };
  const send = async (isWarned: boolean): Promise<void> => {
    if (act === "revoke") {
      const changed = await answerOf(api.v1.keys[":id"].revoke.$post({ param: { id: key.id } }));
      showKey(queries, changed.key);
      finish(changed.propagation);
      return;
    }
    const query = isWarned ? ({ confirm: "used-recently" } as const) : {};
    const deleted = await answerOf(api.v1.keys[":id"].$delete({ param: { id: key.id }, query }));
    hideKey(queries, key.id);
    finish(deleted.propagation);
  };
  const refuse = async (thrown: unknown): Promise<void> => {
    if (!(thrown instanceof ProblemError && thrown.code === "used_recently")) {
      setError(messageOf(thrown));
      return;
    }
    // It was used while the dialog was open: the warning has to be seen before the answer counts.
    setKey(await answerOf(api.v1.keys[":id"].$get({ param: { id: key.id } })));
    setError("It was used just now. Nothing was deleted.");
  };
  const end = (isWarned: boolean): void => {
    if (isSending.current) return;
    isSending.current = true;
    setBusy(true);
    setError(null);
    void send(isWarned)
      .catch(refuse)
      .catch((thrown: unknown) => setError(messageOf(thrown)))
      .finally(() => {
        isSending.current = false;
        setBusy(false);
        void queries.invalidateQueries({ queryKey: KEYS });
      });
  };
  return { key, isBusy, error, end };
}
