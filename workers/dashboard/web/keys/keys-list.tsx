/** The keys in their sections, and what is done to several of them at once. */
import { lazy, type ReactElement, Suspense, useCallback, useState } from "react";
import type { Key } from "#shared/management/keys.ts";
import type { KeysSearch } from "#shared/dashboard/keys-query.ts";
import type { KeyDialog } from "./key-dialogs.tsx";
import { KeysSection } from "./keys-section.tsx";
import type { KeyActs } from "./use-key-acts.ts";

const BulkBar = lazy(() => import("./bulk-bar.tsx").then((module) => ({ default: module.BulkBar })));

type KeysListProps = {
  readonly keys: readonly Key[];
  readonly search: KeysSearch;
  readonly hasMore: boolean;
  readonly acts: KeyActs;
  readonly onDialog: (dialog: KeyDialog) => void;
};

export function KeysList({ keys, search, hasMore, acts, onDialog }: KeysListProps): ReactElement {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback((id: string): void => {
    setSelected((before) => (before.has(id) ? without(before, id) : new Set([...before, id])));
  }, []);
  const chosen = keys.filter(({ id }) => selected.has(id));
  const row = { acts, onDialog, onSelect: toggle, selected: new Set(chosen.map(({ id }) => id)), hasMore };
  const matching = search.q === undefined ? null : ` matches “${search.q}”.`;
  const legacy = keys.filter((key) => key.legacy);
  const others = keys.filter((key) => !key.legacy);
  const ended = others.filter(({ status }) => status === "revoked");
  const resting = others.filter(({ status }) => status === "disabled" || status === "expired");
  return (
    <>
      <KeysSection
        {...row}
        title="Enabled"
        look="head"
        keys={others.filter(({ status }) => status === "enabled")}
        empty={matching === null ? "No enabled keys." : `No enabled key${matching}`}
      />
      <KeysSection
        {...row}
        title="Disabled"
        look="folded"
        keys={[...resting, ...ended]}
        empty={
          matching === null
            ? "Keys you disable appear here. You can enable them again at any time."
            : `No disabled key${matching}`
        }
      />
      {legacy.length > 0 && (
        <KeysSection {...row} title="Legacy tokens" look="folded" keys={legacy} empty="" note={REPLACE_THEM} />
      )}
      <Suspense>{chosen.length > 0 && <BulkBar keys={chosen} onClear={() => setSelected(new Set())} />}</Suspense>
    </>
  );
}

const REPLACE_THEM =
  "Imported tokens that reach every workspace of their owner, also those joined later. Replace each with a key that reaches what it needs, then revoke it.";

function without(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  return new Set([...ids].filter((other) => other !== id));
}
