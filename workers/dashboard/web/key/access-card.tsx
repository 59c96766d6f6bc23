/** What a key may do, where, until when, and from where: as it is now. */
import type { ReactElement, ReactNode } from "react";
import type { Key } from "#shared/management/keys.ts";
import { SCOPE_MEANINGS } from "#shared/scopes.ts";
import { userOf } from "../keys/key-activity.tsx";
import { SCOPE_LABELS } from "../keys/scope-labels.ts";
import { Fact } from "../ui/fact.tsx";
import { Time } from "../ui/time.tsx";

type AccessCardProps = {
  /** As the list of keys has it. */
  readonly accessKey: Key;
  /** A button, for who may change it. */
  readonly edit: ReactNode;
};

export function AccessCard({ accessKey, edit }: AccessCardProps): ReactElement {
  const { scopes, workspaces, expires_at: expiresAt, allowed_ips: ips, rate_limit: rate } = accessKey;
  const { allowed_tools: tools, allow_query: allowQuery, used_by_url: usedByUrl } = accessKey;
  return (
    <section className="card p-5" aria-labelledby="access">
      <div className="mb-4 flex items-center justify-between gap-3">
        <h2 id="access" className="label">
          Access
        </h2>
        {edit}
      </div>
      <dl className="facts">
        <Fact term="Permissions">
          <ul className="grid gap-1.5">
            {scopes.map((scope) => (
              <li key={scope}>
                <span className="chip">{SCOPE_LABELS[scope]}</span>{" "}
                <span className="hint">{SCOPE_MEANINGS[scope]}</span>
              </li>
            ))}
          </ul>
        </Fact>
        <Fact term="Workspaces">
          {workspaces.length === 0 ? (
            "None: it opens nothing"
          ) : (
            <ul className="flex flex-wrap gap-1">
              {workspaces.map(({ id, name }) => (
                <li key={id} className="chip max-w-full">
                  <span className="truncate" dir="auto">
                    {name}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </Fact>
        <Fact term="Expires">{expiresAt === null ? "Never" : <Time at={expiresAt} />}</Fact>
        <Fact term="Addresses">
          {ips === null ? "Any" : <span className="font-mono text-[12.5px]">{ips.join(", ")}</span>}
        </Fact>
        <Fact term="Rate limit">
          {rate === null ? "The default" : `${rate.per_minute} a minute, ${rate.burst} at once`}, per region
        </Fact>
        <Fact term="Tools">
          {tools === null ? (
            "All that its permissions open"
          ) : (
            <span className="font-mono text-[12.5px]">{tools.join(", ")}</span>
          )}
        </Fact>
        <Fact term="Connector URL">
          {allowQuery ? "Allowed: the key may be in the URL" : "Not allowed"}
          {usedByUrl !== null && <UsedByUrl use={usedByUrl} isAllowed={allowQuery} />}
        </Fact>
      </dl>
    </section>
  );
}

type UsedByUrlProps = { readonly use: NonNullable<Key["used_by_url"]>; readonly isAllowed: boolean };

/** Where a URL with a key in it is, that key is too: in histories, and in the logs of whoever stands between. */
function UsedByUrl({ use, isAllowed }: UsedByUrlProps): ReactElement {
  const user = userOf(use);
  return (
    <p className="hint mt-1">
      Used by URL <bdi>{user === undefined ? "" : `${user}, `}</bdi>
      <Time at={use.at} />.{" "}
      {isAllowed
        ? "URLs end up in logs and histories: where the client can send a header, give it a new key there and end this one."
        : "That is refused now."}
    </p>
  );
}
