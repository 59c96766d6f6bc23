/**
 * Shows a secret once, ready to use, and stays until its reader says that it is kept: Escape, a click outside, Done,
 * Back and leaving the page are answered with what to do first.
 */
import { lazy, type ReactElement, type RefObject, Suspense, useRef, useState } from "react";
import type { Key } from "#shared/management/keys.ts";
import type { McpClientId } from "#shared/mcp-clients.ts";
import { loadConnectHelper } from "../connect/load-connect-helper.ts";
import { Button } from "../ui/button.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import { classNames } from "../ui/class-names.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { Modal } from "../ui/modal.tsx";
import { Notice } from "../ui/notice.tsx";
import { FirstRequest } from "./first-request.tsx";
import { useStay } from "./use-stay.ts";

const ConnectHelper = lazy(() => loadConnectHelper().then((module) => ({ default: module.ConnectHelper })));

type RevealKeyProps = {
  readonly shownKey: Key;
  readonly secret: string;
  /** The client whose way is shown first. */
  readonly client: McpClientId | null;
  readonly title: string;
  readonly description: string;
  readonly onClose: () => void;
};

export function RevealKey(props: RevealKeyProps): ReactElement {
  const { shownKey, secret, client, title, description, onClose } = props;
  const [isSaved, setSaved] = useState(false);
  const [isNudged, setNudged] = useState(false);
  const copy = useRef<HTMLDivElement>(null);
  const saved = useRef<HTMLDivElement>(null);
  const nudge = (): void => {
    setNudged(true);
    pointAt(saved.current);
  };
  useStay(!isSaved, nudge);
  const close = isSaved ? onClose : nudge;
  return (
    <Modal
      open
      onClose={close}
      width="wide"
      title={title}
      description={description}
      initialFocus={() => copy.current?.querySelector("button") ?? true}
      footer={
        <div className="flex w-full flex-wrap items-center justify-between gap-x-4 gap-y-3">
          <SavedBox box={saved} isSaved={isSaved} isNudged={isNudged} onSaved={setSaved} />
          <Button
            variant="primary"
            // NOTE: not `disabled`, which could not say why.
            aria-disabled={!isSaved}
            className={classNames(!isSaved && "opacity-50")}
            onClick={close}
          >
            Done
          </Button>
        </div>
      }
    >
      <div className="flex min-w-0 flex-col gap-5">
        <Notice>This is the only time the full key is shown. If you lose it, rotate the key to get a new one.</Notice>
        <div className="secret" ref={copy}>
          <code className="min-w-0 flex-1 font-mono text-[13px] break-all select-all" aria-label="API key">
            {secret}
          </code>
          <CopyButton text={secret} label="Copy key" variant="primary" size="small">
            Copy key
          </CopyButton>
        </div>
        <section aria-labelledby="connect-helper" className="min-w-0">
          <h3 id="connect-helper" className="label mb-1.5">
            Connect to an AI agent
          </h3>
          <Suspense fallback={<div className="skeleton h-48" />}>
            <ConnectHelper secret={secret} allowsQuery={shownKey.allow_query} client={client} />
          </Suspense>
        </section>
        <FirstRequest waitingKey={shownKey} />
      </div>
    </Modal>
  );
}

type SavedBoxProps = {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly isSaved: boolean;
  readonly isNudged: boolean;
  readonly onSaved: (isSaved: boolean) => void;
};

function SavedBox({ box, isSaved, isNudged, onSaved }: SavedBoxProps): ReactElement {
  const isAsked = isNudged && !isSaved;
  return (
    <div ref={box} className="min-w-0 flex-1 basis-72">
      <Checkbox checked={isSaved} onCheckedChange={onSaved} {...(isAsked ? { "aria-describedby": "save-first" } : {})}>
        I’ve saved this key somewhere safe
      </Checkbox>
      <p id="save-first" role="alert" className="mt-1 ml-6.5 text-[13px] text-warn">
        {isAsked ? "Save the key first, then tick this box to close." : ""}
      </p>
    </div>
  );
}

/** Moves the focus to the box and shakes it, without remounting it: that would drop the focus. */
function pointAt(box: HTMLElement | null): void {
  box?.querySelector("input")?.focus();
  const duration = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 220;
  box?.animate([{ translate: "0" }, { translate: "-4px" }, { translate: "4px" }, { translate: "0" }], { duration });
}
