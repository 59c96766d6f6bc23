/** The person's sessions, each with its device; end one, or all of them. */
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Laptop, Smartphone } from "lucide-react";
import { type ReactElement, useState } from "react";
import type { Session } from "#shared/management/session.ts";
import { answerOf, api } from "../api/client.ts";
import { messageOf } from "../api/problem-error.ts";
import { signOut } from "../api/sign-out.ts";
import { Button } from "../ui/button.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { Notice } from "../ui/notice.tsx";
import { ShowMore } from "../ui/show-more.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Time } from "../ui/time.tsx";
import { toast } from "../ui/toast.tsx";
import { deviceName, isHandheld } from "./device-name.ts";
import { SESSIONS, sessionsQuery } from "./sessions-query.ts";

export function Sessions(): ReactElement {
  const list = useInfiniteQuery(sessionsQuery);
  const [isAsking, setAsking] = useState(false);
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: ({ id }: Session) => answerOf(api.v1.sessions[":id"].$delete({ param: { id } })),
    onSuccess: (_answer, session) =>
      toast({ title: "Signed out", description: `${deviceName(session.user_agent)} has to sign in again.` }),
    onError: (error) => toast({ title: "Not signed out", description: messageOf(error) }),
    onSettled: () => queries.invalidateQueries({ queryKey: SESSIONS }),
  });
  if (list.data === undefined) {
    return list.error === null ? (
      <Skeleton rows={2} />
    ) : (
      <div className="p-4">
        <Notice tone="bad">{messageOf(list.error)}</Notice>
      </div>
    );
  }
  return (
    <>
      <ul className="divide-y divide-line">
        {list.data.pages
          .flatMap((page) => page.data)
          .toSorted((a, b) => Number(b.current) - Number(a.current))
          .map((session) => (
            <SessionRow
              key={session.id}
              session={session}
              isBusy={end.isPending && end.variables.id === session.id}
              onEnd={() => end.mutate(session)}
            />
          ))}
      </ul>
      <ShowMore list={list} />
      <div className="card-foot">
        <Button onClick={() => setAsking(true)}>Sign out everywhere…</Button>
      </div>
      <SignOutEverywhere open={isAsking} onClose={() => setAsking(false)} />
    </>
  );
}

type SessionRowProps = { readonly session: Session; readonly isBusy: boolean; readonly onEnd: () => void };

function SessionRow({ session, isBusy, onEnd }: SessionRowProps): ReactElement {
  const { user_agent: userAgent, current, ip } = session;
  const device = deviceName(userAgent);
  const Icon = isHandheld(userAgent) ? Smartphone : Laptop;
  return (
    <li className="flex flex-wrap items-center gap-3 p-4 sm:px-5">
      <Icon size={18} aria-hidden className="shrink-0 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2">
          <span className="font-medium">{device}</span>
          {current && (
            <span className="status" data-s="active">
              This device
            </span>
          )}
        </p>
        <p className="text-[13px] text-muted wrap-anywhere">
          {current ? (
            "Seen just now"
          ) : (
            <>
              Seen <Time at={session.last_seen_at} />
            </>
          )}
          , signed in <Time at={session.created_at} />
          {ip !== null && <> from {ip}</>}
        </p>
      </div>
      <Button
        size="small"
        loading={isBusy}
        aria-label={current ? "Sign out here" : `Sign out ${device}`}
        onClick={current ? signOut : onEnd}
      >
        Sign out
      </Button>
    </li>
  );
}

type SignOutEverywhereProps = { readonly open: boolean; readonly onClose: () => void };

function SignOutEverywhere({ open, onClose }: SignOutEverywhereProps): ReactElement {
  const [withApps, setWithApps] = useState(false);
  const endAll = useMutation({
    mutationFn: () => answerOf(api.v1.sessions.$delete({ query: { disconnect_apps: withApps ? "true" : "false" } })),
    onSuccess: () => location.assign("/sign-in"),
  });
  return (
    <Confirm
      open={open}
      onClose={onClose}
      title="Sign out everywhere?"
      description="Every device has to sign in again, this one too. API keys go on working."
      act="Sign out everywhere"
      onAct={() => endAll.mutate()}
      busy={endAll.isPending || endAll.isSuccess}
    >
      <div className="grid grid-cols-1 gap-3">
        <Checkbox
          checked={withApps}
          onCheckedChange={setWithApps}
          disabled={endAll.isPending}
          hint="They stop at once, and have to be connected again. Choose it when somebody else was in your account."
        >
          Disconnect my connected apps too
        </Checkbox>
        {endAll.error !== null && <Notice tone="bad">{messageOf(endAll.error)}</Notice>}
      </div>
    </Confirm>
  );
}
