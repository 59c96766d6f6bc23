/** Asks once about several keys, says how far it is, and which of them it failed for. */
import { useQueryClient } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import type { Key } from "#shared/management/keys.ts";
import { Confirm } from "../ui/confirm.tsx";
import { Notice } from "../ui/notice.tsx";
import { toast } from "../ui/toast.tsx";
import { isInUse } from "./key-times.ts";
import { KEYS } from "./keys-query.ts";
import { type BulkAct, type BulkFailure, runBulk } from "./run-bulk.ts";

type BulkConfirmProps = {
  readonly open: boolean;
  readonly act: BulkAct;
  /** Those that it can be done to. */
  readonly keys: readonly Key[];
  readonly selectedCount: number;
  readonly onClose: () => void;
  /** All went well: nothing is left to do with the selection. */
  readonly onDone: () => void;
};

const WORDS = {
  disable: {
    verb: "Disable",
    done: "disabled",
    description: "Requests that use them fail at once. Their owners can enable them again.",
  },
  enable: { verb: "Enable", done: "enabled", description: "Requests that use them pass again." },
  delete: {
    verb: "Delete",
    done: "deleted",
    description: "Requests that use them fail at once. Their entries and usage go. You can’t undo this.",
  },
} as const;

export function BulkConfirm(props: BulkConfirmProps): ReactElement {
  const { open, act, selectedCount, onClose } = props;
  const { left, doneCount, failures, isBusy, run } = useBulk(props);
  const words = WORDS[act];
  const used = act === "enable" ? [] : left.filter((key) => isInUse(key, Date.now()));
  const skippedCount = selectedCount - left.length;
  return (
    <Confirm
      open={open}
      onClose={onClose}
      title={`${words.verb} ${countOf(left.length)}?`}
      description={words.description}
      act={failures.length > 0 ? "Try again" : `${words.verb} ${countOf(left.length)}`}
      onAct={() => run(used)}
      busy={isBusy}
    >
      <div className="flex flex-col gap-3">
        {failures.length === 0 && <Names keys={left} />}
        {failures.length === 0 && skippedCount > 0 && (
          <p className="hint">
            {countOf(skippedCount)} of the selection cannot be {words.done} and will stay.
          </p>
        )}
        {used.length > 0 && (
          <Notice>
            <b>{used.length === 1 ? "1 was" : `${used.length} were`} used in the last 24 hours.</b> What uses them will
            break.
          </Notice>
        )}
        <p role="status" className="hint">
          {isBusy ? `${doneCount} of ${left.length} done…` : ""}
        </p>
        {failures.length > 0 && <Failures failures={failures} done={words.done} />}
      </div>
    </Confirm>
  );
}

function Names({ keys }: { readonly keys: readonly Key[] }): ReactElement {
  return (
    <ul
      className="max-h-48 overflow-y-auto rounded-lg border border-line bg-sunken px-3 py-2"
      tabIndex={0}
      aria-label="Keys"
    >
      {keys.map(({ id, name }) => (
        <li key={id} className="truncate" dir="auto">
          {name}
        </li>
      ))}
    </ul>
  );
}

function Failures({
  failures,
  done,
}: {
  readonly failures: readonly BulkFailure[];
  readonly done: string;
}): ReactElement {
  return (
    <div role="alert">
      <Notice tone="bad">
        <b>
          {countOf(failures.length)} could not be {done}.
        </b>
        <ul className="mt-1 max-h-40 overflow-y-auto">
          {failures.map(({ key, reason }) => (
            <li key={key.id} className="wrap-break-word">
              “<bdi>{key.name}</bdi>”: {reason}
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  );
}

type BulkRun = {
  /** Those still to be done. */
  readonly left: readonly Key[];
  readonly doneCount: number;
  readonly failures: readonly BulkFailure[];
  readonly isBusy: boolean;
  readonly run: (warnedOf: readonly Key[]) => void;
};

function useBulk({ act, keys, onClose, onDone }: BulkConfirmProps): BulkRun {
  const queries = useQueryClient();
  const [doneCount, setDoneCount] = useState(0);
  const [failures, setFailures] = useState<readonly BulkFailure[]>([]);
  const [isBusy, setBusy] = useState(false);
  const left = failures.length > 0 ? keys.filter(({ id }) => failures.some(({ key }) => key.id === id)) : keys;
  const work = async (warnedOf: readonly Key[]): Promise<void> => {
    const warned = new Set(warnedOf.map(({ id }) => id));
    const failed = await runBulk({ act, keys: left, warnedOf: warned, onProgress: setDoneCount });
    // What failed is looked at anew: a key may have been used, or ended, meanwhile.
    await queries.invalidateQueries({ queryKey: KEYS });
    setBusy(false);
    setFailures(failed);
    if (failed.length > 0) return;
    toast({ title: `${countOf(left.length)} ${WORDS[act].done}` });
    onClose();
    onDone();
  };
  const run = (warnedOf: readonly Key[]): void => {
    if (isBusy) return;
    setBusy(true);
    setDoneCount(0);
    setFailures([]);
    void work(warnedOf);
  };
  return { left, doneCount, failures, isBusy, run };
}

function countOf(count: number): string {
  return `${count} ${count === 1 ? "key" : "keys"}`;
}
