/** When a key was used, by what and from where; when it ends; when it was made. */
import type { ReactElement } from "react";
import type { Key } from "#shared/management/keys.ts";
import { countryName } from "./country-name.ts";
import { Time, useNow } from "../ui/time.tsx";

export function KeyActivity({ activeKey }: { readonly activeKey: Key }): ReactElement {
  const { last_used: lastUsed, expires_at: expiresAt, created_at: createdAt } = activeKey;
  const now = useNow();
  return (
    <div className="c4 flex flex-wrap gap-x-4 text-[13px] leading-5 text-muted min-[1000px]:block">
      <div className={lastUsed === null ? "" : "text-fg"}>
        {lastUsed === null ? (
          "Never used"
        ) : (
          <>
            Used <Time at={lastUsed.at} also={userOf(lastUsed)} />
          </>
        )}
      </div>
      <div>
        {expiresAt === null ? (
          "No expiry"
        ) : (
          <>
            {Date.parse(expiresAt) <= now ? "Expired" : "Expires"} <Time at={expiresAt} />
          </>
        )}
      </div>
      <div>
        Created <Time at={createdAt} />
      </div>
    </div>
  );
}

/** "by claude-code 2.1 from Germany", as far as it is known. */
export function userOf({ client, country }: NonNullable<Key["last_used"]>): string | undefined {
  const known = [
    // "claude-code/2.1" as people say it.
    client === null ? null : `by ${client.replace("/", " ")}`,
    country === null ? null : `from ${countryName(country)}`,
  ].filter((part) => part !== null);
  return known.length === 0 ? undefined : known.join(" ");
}
