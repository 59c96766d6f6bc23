/** Gives a key a new secret, says how long the old one goes on working, then shows the new one once. */
import { useQueryClient } from "@tanstack/react-query";
import { type ReactElement, useEffect, useRef, useState } from "react";
import type { Key } from "#shared/management/keys.ts";
import { answerOf, api } from "../api/client.ts";
import { messageOf, ProblemError } from "../api/problem-error.ts";
import { loadConnectHelper } from "../connect/load-connect-helper.ts";
import { Button } from "../ui/button.tsx";
import { FieldGroup } from "../ui/field.tsx";
import { Modal } from "../ui/modal.tsx";
import { Notice } from "../ui/notice.tsx";
import { Radio, RadioGroup } from "../ui/radio.tsx";
import { useNow } from "../ui/time.tsx";
import { graceOf, shortTime } from "./key-times.ts";
import { KEYS, showKey } from "./keys-query.ts";
import { receiptOf } from "../api/receipt.ts";
import { RevealKey } from "./reveal-key.tsx";

const HOUR_SECONDS = 60 * 60;
const DAY_SECONDS = 24 * HOUR_SECONDS;

const GRACES = [
  { seconds: 0, label: "It ends now", hint: "Requests with the old secret fail at once. For a secret that leaked." },
  { seconds: HOUR_SECONDS, label: "1 hour", hint: undefined },
  { seconds: DAY_SECONDS, label: "24 hours", hint: "Time to move everything over." },
  { seconds: 7 * DAY_SECONDS, label: "7 days", hint: undefined },
];

type RotateKeyProps = { readonly open: boolean; readonly onClose: () => void; readonly rotatedKey: Key };
type Rotated = { readonly key: Key; readonly secret: string; readonly receipt: string };

export function RotateKey({ open, onClose, rotatedKey }: RotateKeyProps): ReactElement | null {
  const [rotated, setRotated] = useState<Rotated | null>(null);
  useEffect(() => void loadConnectHelper(), []);
  if (rotated === null)
    return <RotateForm open={open} onClose={onClose} rotatedKey={rotatedKey} onRotated={setRotated} />;
  // Gone at once, with what it shows: a dialog that fades out would keep the secret for that long.
  if (!open) return null;
  const { key, secret, receipt } = rotated;
  const until = key.previous_secret_until;
  const old = until === null ? "The old one has ended." : `The old one works until ${shortTime(until, Date.now())}.`;
  return (
    <RevealKey
      shownKey={key}
      secret={secret}
      client={null}
      title="Save the new secret"
      description={`“${key.name}” has a new secret. ${old} ${receipt}`}
      onClose={() => {
        setRotated(null);
        onClose();
      }}
    />
  );
}

type RotateFormProps = RotateKeyProps & { readonly onRotated: (rotated: Rotated) => void };

function RotateForm({ open, onClose, rotatedKey: key, onRotated }: RotateFormProps): ReactElement {
  const [grace, setGrace] = useState(String(DAY_SECONDS));
  const { isBusy, error, rotate } = useRotation(key, onRotated);
  const olderUntil = graceOf(key, useNow());
  return (
    <Modal
      open={open}
      onClose={onClose}
      locked={isBusy}
      width="narrow"
      title="Rotate secret"
      description={`“${key.name}” gets a new secret. Its name, permissions and usage stay.`}
      footer={
        <>
          <Button disabled={isBusy} onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" form="rotate-key" loading={isBusy}>
            Rotate secret
          </Button>
        </>
      }
    >
      <form
        id="rotate-key"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          rotate(Number(grace));
        }}
      >
        <FieldGroup legend="Old secret keeps working for">
          <RadioGroup value={grace} onValueChange={(value) => setGrace(value)} className="flex flex-col gap-2">
            {GRACES.map(({ seconds, label, hint }) => (
              <Radio key={seconds} value={String(seconds)} hint={hint}>
                {label}
              </Radio>
            ))}
          </RadioGroup>
        </FieldGroup>
        {olderUntil !== null && <Notice>The secret before that, still in its grace, ends now.</Notice>}
        {error !== null && (
          <div role="alert">
            <Notice tone="bad">{error}</Notice>
          </div>
        )}
      </form>
    </Modal>
  );
}

type Rotation = {
  readonly isBusy: boolean;
  readonly error: string | null;
  readonly rotate: (graceSeconds: number) => void;
};

/** Rotates once, however often it is asked to. */
function useRotation(key: Key, onRotated: (rotated: Rotated) => void): Rotation {
  const queries = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const isSending = useRef(false);
  const send = async (graceSeconds: number): Promise<void> => {
    // The secret is shown by it: it has to be here before there is one.
    await loadConnectHelper();
    const request = { param: { id: key.id }, json: { grace_seconds: graceSeconds } };
    const { key: fresh, secret, propagation } = await answerOf(api.v1.keys[":id"].rotate.$post(request));
    showKey(queries, fresh);
    onRotated({ key: fresh, secret, receipt: receiptOf(propagation) });
  };
  const rotate = (graceSeconds: number): void => {
    if (isSending.current) return;
    isSending.current = true;
    setBusy(true);
    setError(null);
    void send(graceSeconds)
      .catch((thrown: unknown) => setError(refusalOf(thrown)))
      .finally(() => {
        isSending.current = false;
        setBusy(false);
        void queries.invalidateQueries({ queryKey: KEYS });
      });
  };
  return { isBusy, error, rotate };
}

function refusalOf(error: unknown): string {
  if (error instanceof ProblemError) return `${messageOf(error)} The old secret still works.`;
  return "No answer arrived, so the old secret may have ended. Rotate again to get one that you know.";
}
