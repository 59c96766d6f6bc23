/** Asks before an app is disconnected, and says when it was used last: of one in use it warns first. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import type { ConnectedApp } from "#shared/management/apps.ts";
import { relativeTime } from "#shared/relative-time.ts";
import { answerOf, api } from "../api/client.ts";
import { messageOf, ProblemError } from "../api/problem-error.ts";
import { receiptOf } from "../api/receipt.ts";
import { userOf } from "../keys/key-activity.tsx";
import { isInUse } from "../keys/key-times.ts";
import { Confirm } from "../ui/confirm.tsx";
import { Notice } from "../ui/notice.tsx";
import { useNow } from "../ui/time.tsx";
import { toast } from "../ui/toast.tsx";
import type { Target } from "../ui/use-target.ts";
import { APPS, readApp } from "./apps-query.ts";

export function DisconnectApp({ target }: { readonly target: Target<ConnectedApp> }): ReactElement | null {
  const { thing, isOpen, close } = target;
  const now = useNow();
  const { app, end } = useDisconnect(thing, close);
  if (app === null) return null;
  const isUsed = isInUse(app, now);
  return (
    <Confirm
      open={isOpen}
      onClose={close}
      title={`Disconnect “${app.name}”?`}
      description="Its requests fail at once, and its usage goes. To use it again, connect it again from the app."
      act="Disconnect"
      onAct={() => end.mutate({ app, isWarned: isUsed })}
      busy={end.isPending}
    >
      <div className="flex flex-col gap-3" role="status">
        <LastUse app={app} isUsed={isUsed} />
        {end.error !== null && <Notice tone="bad">{failureOf(end.error)}</Notice>}
      </div>
    </Confirm>
  );
}

function LastUse({ app, isUsed }: { readonly app: ConnectedApp; readonly isUsed: boolean }): ReactElement {
  const now = useNow();
  if (app.last_used === null) return <p className="hint">This app was never used.</p>;
  const when = relativeTime(Date.parse(app.last_used.at), now);
  if (!isUsed) return <p className="hint">Last used {when}.</p>;
  return (
    <Notice>
      <b>{["Used", when, userOf(app.last_used)].filter((part) => part !== undefined).join(" ")}.</b> What uses it will
      break.
    </Notice>
  );
}

type Ending = { readonly app: ConnectedApp; readonly isWarned: boolean };

/** `app`: as it was last read, for a use that was unknown when the dialog opened has to be seen before the answer counts. */
function useDisconnect(opened: ConnectedApp | null, onDone: () => void) {
  const queries = useQueryClient();
  const [fresh, setFresh] = useState<ConnectedApp | null>(null);
  const end = useMutation({
    mutationFn: ({ app, isWarned }: Ending) =>
      answerOf(
        api.v1["connected-apps"][":id"].$delete({
          param: { id: app.id },
          query: isWarned ? { confirm: "used-recently" } : {},
        }),
      ),
    onSuccess: ({ app, propagation }) => {
      toast({ title: "App disconnected", description: `“${app.name}” is refused. ${receiptOf(propagation)}` });
      onDone();
    },
    onError: async (error, { app }) => {
      if (isUsedMeanwhile(error)) setFresh(await readApp(app));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: APPS }),
  });
  return { app: fresh ?? opened, end };
}

function isUsedMeanwhile(error: Error): boolean {
  return error instanceof ProblemError && error.code === "used_recently";
}

function failureOf(error: Error): string {
  return isUsedMeanwhile(error) ? "It was used just now. Nothing was disconnected." : messageOf(error);
}
