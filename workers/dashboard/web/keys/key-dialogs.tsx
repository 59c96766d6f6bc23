/**
 * The dialogs about keys, one at a time, each loaded when it is first wanted. A page says which by its state and hears
 * of its end. What was shown last stays while it fades out.
 */
import { lazy, type ReactElement, Suspense, useRef } from "react";
import type { Key } from "#shared/management/keys.ts";
import { loadCreateKey } from "./load-create-key.ts";
import type { KeyActs } from "./use-key-acts.ts";

export type KeyDialog =
  | { readonly kind: "create" }
  /** A key that does what this legacy token does. */
  | { readonly kind: "replace"; readonly key: Key }
  | { readonly kind: "import" }
  /** A client of `shared/mcp-clients.ts`: has it sign in, or makes a key for it. An id that is none makes any key. */
  | { readonly kind: "connect"; readonly clientId: string }
  | { readonly kind: "connect-key"; readonly key: Key }
  | { readonly kind: "edit"; readonly key: Key }
  | { readonly kind: "rotate"; readonly key: Key }
  | { readonly kind: "end"; readonly act: "revoke" | "delete"; readonly key: Key };

export type KeyDialogsProps = {
  readonly dialog: KeyDialog | null;
  readonly onDialog: (dialog: KeyDialog | null) => void;
  readonly acts: KeyActs;
  /** The key is deleted: a page about it has nothing left to show. */
  readonly onDeleted?: () => void;
};

const CreateKey = lazy(() => loadCreateKey().then((module) => ({ default: module.CreateKey })));
const ImportKeys = lazy(() => import("./import/import-keys.tsx").then((module) => ({ default: module.ImportKeys })));
const ConnectClient = lazy(() => import("./connect-client.tsx").then((module) => ({ default: module.ConnectClient })));
const EditKey = lazy(() => import("./edit-key.tsx").then((module) => ({ default: module.EditKey })));
const RotateKey = lazy(() => import("./rotate-key.tsx").then((module) => ({ default: module.RotateKey })));
const EndKey = lazy(() => import("./end-key.tsx").then((module) => ({ default: module.EndKey })));
const ConnectKey = lazy(() => import("./connect-key.tsx").then((module) => ({ default: module.ConnectKey })));

export function KeyDialogs({ dialog, onDialog, acts, onDeleted }: KeyDialogsProps): ReactElement {
  const last = useRef<{ readonly dialog: KeyDialog; readonly turn: number } | null>(null);
  if (dialog !== null && dialog !== last.current?.dialog)
    last.current = { dialog, turn: (last.current?.turn ?? 0) + 1 };
  const shown = last.current;
  if (shown === null) return <></>;
  const rest = { open: dialog !== null, acts, onDialog, onDeleted };
  return <Suspense>{dialogOf(shown.dialog, { ...rest, turn: shown.turn })}</Suspense>;
}

type Rest = Omit<KeyDialogsProps, "dialog" | "onDeleted"> & {
  readonly open: boolean;
  readonly turn: number;
  readonly onDeleted: (() => void) | undefined;
};

/** Keyed by turn: what was typed or shown in one never comes back in the next. */
function dialogOf(dialog: KeyDialog, { open, turn, onDialog, acts, onDeleted }: Rest): ReactElement {
  const common = { open, onClose: () => onDialog(null) };
  switch (dialog.kind) {
    case "create":
      return <CreateKey key={turn} {...common} client={null} replaced={null} />;
    case "replace":
      return <CreateKey key={turn} {...common} client={null} replaced={dialog.key} />;
    case "import":
      return <ImportKeys key={turn} {...common} />;
    case "connect":
      return <ConnectClient key={turn} {...common} clientId={dialog.clientId} />;
    case "connect-key":
      return <ConnectKey key={turn} {...common} connectedKey={dialog.key} onDialog={onDialog} />;
    case "edit":
      return <EditKey key={turn} {...common} editedKey={dialog.key} />;
    case "rotate":
      return <RotateKey key={turn} {...common} rotatedKey={dialog.key} />;
    case "end":
      return (
        <EndKey
          key={turn}
          {...common}
          endedKey={dialog.key}
          act={dialog.act}
          onDisable={acts.disable}
          onDeleted={onDeleted}
        />
      );
  }
}
