/** The keys of a member that are about to lose a workspace, by name, so that nobody is surprised by what stops. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import type { ReactElement } from "react";
import { answerOf, api } from "../api/client.ts";
import { messageOf } from "../api/problem-error.ts";
import { KEYS } from "../keys/keys-query.ts";
import { Notice } from "../ui/notice.tsx";
import { Skeleton } from "../ui/skeleton.tsx";

const SHOWN_MAX = 6;

type LosingKeysProps = { readonly owner: string; readonly workspaceId: string; readonly isSelf: boolean };

export function LosingKeys({ owner, workspaceId, isSelf }: LosingKeysProps): ReactElement {
  const keys = useQuery(keysOfQuery(owner, workspaceId));
  if (keys.error !== null) return <Notice>Their keys could not be listed. {messageOf(keys.error)}</Notice>;
  if (keys.data === undefined) return <Skeleton rows={1} />;
  const { data, next_cursor: next } = keys.data;
  const whose = isSelf ? "your" : "their";
  if (data.length === 0) return <p className="hint">None of {whose} keys reaches this workspace.</p>;
  const hidden = data.length - SHOWN_MAX;
  return (
    <div className="grid grid-cols-1 gap-3">
      <ul className="card divide-y divide-line" aria-label="Keys that lose this workspace">
        {data.slice(0, SHOWN_MAX).map(({ id, name, hint }) => (
          <li key={id} className="flex items-center gap-2.5 px-3 py-2">
            <KeyRound size={14} aria-hidden className="shrink-0 text-muted" />
            <bdi className="min-w-0 flex-1 truncate">{name}</bdi>
            <code className="shrink-0 font-mono text-xs text-muted max-sm:hidden">{hint}</code>
          </li>
        ))}
        {hidden > 0 && (
          <li className="px-3 py-2 text-muted">
            and {hidden}
            {next === null ? "" : " or more"} others
          </li>
        )}
      </ul>
      <Notice>Requests with these keys stop reaching this workspace at once.</Notice>
    </div>
  );
}

function keysOfQuery(owner: string, workspace: string) {
  return queryOptions({
    queryKey: [...KEYS, "of", owner, workspace],
    queryFn: () =>
      answerOf(
        api.v1.keys.$get({ query: { owner, workspace, status: "enabled,disabled", limit: "100", sort: "name" } }),
      ),
    staleTime: 0,
  });
}
