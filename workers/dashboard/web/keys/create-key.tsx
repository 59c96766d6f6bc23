/**
 * Asks what a key is for and makes it, then shows its secret once. The secret is in this component's state and nowhere
 * else: it goes through no cache, and is forgotten when the dialog closes.
 */
import { useQueryClient } from "@tanstack/react-query";
import { type ReactElement, type ReactNode, useEffect, useState } from "react";
import type { Key } from "#shared/management/keys.ts";
import type { McpClient } from "#shared/mcp-clients.ts";
import { answerOf, api } from "../api/client.ts";
import { useSession } from "../api/session.ts";
import { useWorkspace } from "../api/workspace.ts";
import { loadConnectHelper } from "../connect/load-connect-helper.ts";
import { Button } from "../ui/button.tsx";
import { Modal } from "../ui/modal.tsx";
import { Notice } from "../ui/notice.tsx";
import { suggestedExpiry } from "./expiry.ts";
import { bodyOf, type KeyDraft, newDraft } from "./key-draft.ts";
import { KeyForm } from "./key-form.tsx";
import { closedBecause, lifeLimitOf } from "./key-policies.ts";
import { KEYS } from "./keys-query.ts";
import { RevealKey } from "./reveal-key.tsx";
import { useKeyForm } from "./use-key-form.ts";

type CreateKeyProps = {
  readonly open: boolean;
  readonly onClose: () => void;
  /** The client that the key is for, when it is known. */
  readonly client: McpClient | null;
  /** What to know before making one. */
  readonly advice?: ReactNode;
  /** The legacy token whose name, permissions and workspaces it takes over. */
  readonly replaced: Key | null;
};

type Made = { readonly key: Key; readonly secret: string };

export function CreateKey({ open, onClose, client, advice, replaced }: CreateKeyProps): ReactElement | null {
  const [made, setMade] = useState<Made | null>(null);
  useEffect(() => void loadConnectHelper(), []);
  if (made === null) return <CreateForm {...{ open, onClose, client, advice, replaced }} onMade={setMade} />;
  // Gone at once, with what it shows: a dialog that fades out would keep the secret for that long.
  if (!open) return null;
  return (
    <RevealKey
      shownKey={made.key}
      secret={made.secret}
      client={client?.id ?? null}
      title="Save your key"
      description={`“${made.key.name}” is ready. Copy the key now and keep it in a secret manager.${replaced === null ? "" : REVOKE_THEN}`}
      onClose={() => {
        setMade(null);
        onClose();
      }}
    />
  );
}

const REVOKE_THEN = " When nothing uses the legacy token any more, revoke it.";

const FORM_ID = "create-key";

type CreateFormProps = CreateKeyProps & { readonly onMade: (made: Made) => void };

function CreateForm({ open, onClose, client, advice, replaced, onMade }: CreateFormProps): ReactElement {
  const queries = useQueryClient();
  const form = useKeyForm(useStart(client, replaced), async (draft) => {
    // The secret is shown by it: it has to be here before there is one.
    await loadConnectHelper();
    try {
      onMade(await answerOf(api.v1.keys.$post({ json: bodyOf(draft, Date.now()) })));
    } finally {
      void queries.invalidateQueries({ queryKey: KEYS });
    }
  });
  return (
    <Modal
      open={open}
      onClose={onClose}
      locked={form.isBusy}
      // Not what is advised: Enter sends the form.
      initialFocus={() => document.querySelector<HTMLElement>(`#${FORM_ID} input`) ?? true}
      title={titleOf(client, replaced)}
      description={
        client === null
          ? "Give each agent or script its own key. Then you can disable one and keep the rest."
          : `Stored keys cannot be shown. This creates a key named “${form.draft.name}” first, then shows how to connect with it.`
      }
      footer={
        <>
          <Button disabled={form.isBusy} onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" form={FORM_ID} loading={form.isBusy}>
            {client === null ? "Create key" : "Create key and connect"}
          </Button>
        </>
      }
    >
      {advice}
      <KeyForm
        id={FORM_ID}
        draft={form.draft}
        onChange={form.change}
        flaws={form.flaws}
        onSubmit={form.submit}
        failedCount={form.failedCount}
        before={null}
        expiresAt={null}
      >
        {form.rest !== null && (
          <div role="alert">
            <Notice tone="bad">{form.rest}</Notice>
          </div>
        )}
      </KeyForm>
    </Modal>
  );
}

function titleOf(client: McpClient | null, replaced: Key | null): string {
  if (replaced !== null) return `Replace “${replaced.name}”`;
  return client === null ? "Create API key" : `Connect ${client.label}`;
}

/** Reads in the workspace being looked at, as long as that one suggests. */
function useStart(client: McpClient | null, replaced: Key | null): KeyDraft {
  const { workspaces } = useSession();
  const current = useWorkspace();
  const shown = current === null ? [] : [current];
  const wanted = replaced === null ? shown : workspaces.filter(({ id }) => reaches(replaced, id));
  const chosen = wanted.filter((workspace) => closedBecause(workspace) === null).map(({ id }) => id);
  const draft = newDraft({
    name: replaced?.name ?? client?.label ?? "",
    workspaces: chosen,
    expiry: suggestedExpiry(current?.key_policy.default_days ?? null, lifeLimitOf(workspaces, chosen)),
    // A key has no other way into it.
    allowQuery: client?.id === "chatgpt",
  });
  return replaced === null ? draft : { ...draft, scopes: replaced.scopes };
}

function reaches({ workspaces }: Key, id: string): boolean {
  return workspaces.some((workspace) => workspace.id === id);
}
