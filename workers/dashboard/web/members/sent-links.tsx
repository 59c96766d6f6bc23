/** The links of new invitations, each to be sent by hand, and the addresses that were not invited. */
import type { ReactElement } from "react";
import type { Invitation } from "#shared/management/invitations.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { Notice } from "../ui/notice.tsx";
import { ShownLink } from "./shown-link.tsx";

/** What became of one address. */
export type Invited =
  | { readonly email: string; readonly invitation: Invitation; readonly url: string }
  | { readonly email: string; readonly reason: string };

type SentLinksProps = { readonly sent: readonly Invited[] };

export function SentLinks({ sent }: SentLinksProps): ReactElement {
  const links = sent.flatMap((answer) => ("url" in answer ? [answer] : []));
  const refused = sent.flatMap((answer) => ("reason" in answer ? [answer] : []));
  return (
    <div className="grid grid-cols-1 gap-4">
      <ul className="grid grid-cols-1 gap-4">
        {links.map(({ email, url }) => (
          <li key={email} className="grid min-w-0 grid-cols-1 gap-1.5">
            <p className="label truncate">{email}</p>
            <ShownLink url={url} who={email} />
          </li>
        ))}
      </ul>
      {links.length > 1 && (
        <div>
          <CopyButton
            text={links.map(({ email, url }) => `${email}\t${url}`).join("\n")}
            label="Copy all links"
            size="small"
          >
            Copy all, with addresses
          </CopyButton>
        </div>
      )}
      {refused.length > 0 && (
        <Notice tone="bad">
          <p>{refused.length === 1 ? "One address was not invited." : `${refused.length} were not invited.`}</p>
          <ul>
            {refused.map(({ email, reason }) => (
              <li key={email}>
                {email}: {reason}
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </div>
  );
}
