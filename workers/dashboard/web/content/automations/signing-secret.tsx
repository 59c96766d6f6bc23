/** Shows the secret that a webhook checks signatures with. It is asked for on each opening and kept nowhere. */
import { type ReactElement, useEffect, useState } from "react";
import type { Automation } from "./automation.ts";
import { answerOf, api } from "../../api/client.ts";
import { messageOf } from "../../api/problem-error.ts";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Modal } from "../../ui/modal.tsx";
import { Notice } from "../../ui/notice.tsx";

type SigningSecretProps = { readonly automation: Automation; readonly open: boolean; readonly onClose: () => void };

type Answer = { readonly secret: string } | { readonly failure: string };

export function SigningSecret({ automation, open, onClose }: SigningSecretProps): ReactElement {
  const answer = useSecret(automation.id, open);
  return (
    <Modal
      open={open}
      onClose={onClose}
      title="Signing secret"
      description={`Requests to the webhook of “${automation.name}” are signed with it, in the header Latchkey-Signature.`}
      footer={<Button onClick={onClose}>Done</Button>}
    >
      <div className="flex flex-col gap-3" aria-live="polite">
        {answer === null && <p className="text-muted">Loading…</p>}
        {answer !== null && "failure" in answer && <Notice tone="bad">{answer.failure}</Notice>}
        {answer !== null && "secret" in answer && (
          <>
            <div className="secret">
              <code className="min-w-0 flex-1 font-mono text-[12.5px] wrap-anywhere">{answer.secret}</code>
              <CopyButton text={answer.secret} label="Copy signing secret" variant="primary">
                Copy
              </CopyButton>
            </div>
            <p className="hint">
              Keep it where the webhook runs, and refuse requests whose signature does not fit. You can look at it here
              again.
            </p>
          </>
        )}
      </div>
    </Modal>
  );
}

function useSecret(id: string, isOpen: boolean): Answer | null {
  const [answer, setAnswer] = useState<Answer | null>(null);
  useEffect(() => {
    if (!isOpen) return undefined;
    let isLeft = false;
    const load = async (): Promise<void> => {
      const found = await secretOf(id);
      if (!isLeft) setAnswer(found);
    };
    void load();
    return () => {
      isLeft = true;
      setAnswer(null);
    };
  }, [id, isOpen]);
  return answer;
}

async function secretOf(id: string): Promise<Answer> {
  try {
    const answer = await answerOf(api.v1.automations[":id"]["signing-secret"].$get({ param: { id } }));
    return { secret: answer.signing_secret };
  } catch (error) {
    return { failure: messageOf(error) };
  }
}
