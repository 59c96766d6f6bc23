/** The keys and apps of a member that are about to lose a workspace, by name, so that nobody is surprised by what stops. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { KeyRound, Plug } from "lucide-react";
import type { ReactElement } from "react";
import { answerOf, api } from "../api/client.ts";
import { messageOf } from "../api/problem-error.ts";
import { Notice } from "../ui/notice.tsx";
import { Skeleton } from "../ui/skeleton.tsx";

const SHOWN_MAX = 6;

type LosingKeysProps = { readonly owner: string; readonly workspaceId: string; readonly isSelf: boolean };

export function LosingKeys({ owner, workspaceId, isSelf }: LosingKeysProps): ReactElement {
  const found = useQuery(losersQuery(owner, workspaceId));
  if (found.error !== null) return <Notice>Their keys and apps could not be listed. {messageOf(found.error)}</Notice>;
  if (found.data === undefined) return <Skeleton rows={1} />;
  const { losers, hasMore } = found.data;
  const whose = isSelf ? "your" : "their";
  if (losers.length === 0) return <p className="hint">None of {whose} keys or apps reaches this workspace.</p>;
  const hidden = losers.length - SHOWN_MAX;
  return (
    <div className="grid grid-cols-1 gap-3">
      <ul className="card divide-y divide-line" aria-label="Keys and apps that lose this workspace">
        {losers.slice(0, SHOWN_MAX).map((loser) => (
          <LoserRow key={loser.id} loser={loser} />
        ))}
        {hidden > 0 && (
          <li className="px-3 py-2 text-muted">
            and {hidden}
            {hasMore ? " or more" : ""} others
          </li>
        )}
      </ul>
      <Notice>Their requests stop reaching this workspace at once.</Notice>
    </div>
  );
}

/** `hint` null: an app. */
type Loser = { readonly id: string; readonly name: string; readonly hint: string | null };

function LoserRow({ loser: { name, hint } }: { readonly loser: Loser }): ReactElement {
  const Icon = hint === null ? Plug : KeyRound;
  return (
    <li className="flex items-center gap-2.5 px-3 py-2">
      <Icon size={14} aria-hidden className="shrink-0 text-muted" />
      <bdi className="min-w-0 flex-1 truncate">{name}</bdi>
      {hint === null ? (
        <span className="shrink-0 text-xs text-muted">Connected app</span>
      ) : (
        <code className="shrink-0 font-mono text-xs text-muted max-sm:hidden">{hint}</code>
      )}
    </li>
  );
}

function losersQuery(owner: string, workspace: string) {
  return queryOptions({
    queryKey: ["losers", owner, workspace],
    queryFn: () => readLosers(owner, workspace),
    staleTime: 0,
  });
}

async function readLosers(
  owner: string,
  workspace: string,
): Promise<{ readonly losers: readonly Loser[]; readonly hasMore: boolean }> {
  const wish = { owner, workspace, limit: "100" };
  const [keys, apps] = await Promise.all([
    answerOf(api.v1.keys.$get({ query: { ...wish, status: "enabled,disabled", sort: "name" } })),
    answerOf(api.v1["connected-apps"].$get({ query: wish })),
  ]);
  return {
    losers: [...keys.data, ...apps.data.map(({ id, name }) => ({ id, name, hint: null }))],
    hasMore: keys.next_cursor !== null || apps.next_cursor !== null,
  };
}
