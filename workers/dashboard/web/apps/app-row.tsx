/** One app: who it says it is and who vouches for that, what it may do and where, how much and when it was used. */
import { BadgeCheck, Ellipsis, SlidersHorizontal, Unplug } from "lucide-react";
import type { ReactElement } from "react";
import type { ConnectedApp } from "#shared/management/apps.ts";
import { KeyAccess } from "../keys/key-access.tsx";
import { userOf } from "../keys/key-activity.tsx";
import { Requests } from "../keys/requests.tsx";
import { Button } from "../ui/button.tsx";
import { Menu, MenuItem, MenuSeparator } from "../ui/menu.tsx";
import { Time } from "../ui/time.tsx";
import { canGiveLess } from "./can-give-less.ts";

/** What can be done about an own app, or about one of somebody else. */
type AppActs =
  | { readonly onEdit: (app: ConnectedApp) => void; readonly onDisconnect: (app: ConnectedApp) => void }
  | { readonly onCutOff: (app: ConnectedApp) => void };

type AppRowProps = { readonly app: ConnectedApp; readonly acts: AppActs };

export function AppRow({ app, acts }: AppRowProps): ReactElement {
  const isOwn = !("onCutOff" in acts);
  return (
    <li className="krow">
      <div className="c1 min-w-0">
        <p className="flex min-w-0 items-baseline gap-2">
          <bdi className="truncate font-medium">{app.name}</bdi>
          {!isOwn && (
            <span className="min-w-0 truncate text-[13px] text-muted" title={app.owner.name}>
              by <bdi>{app.owner.name}</bdi>
            </span>
          )}
        </p>
        <Identity app={app} isOwn={isOwn} />
      </div>
      <KeyAccess accessKey={app} />
      <Requests usage={app.usage} />
      <Activity app={app} />
      <div className="c5 flex items-center justify-end">
        {"onCutOff" in acts ? (
          <Button
            size="small"
            aria-label={`Cut off ${app.name} by ${app.owner.name}`}
            onClick={() => acts.onCutOff(app)}
          >
            Cut off
          </Button>
        ) : (
          <AppMenu app={app} {...acts} />
        )}
      </div>
    </li>
  );
}

/** A name is what the app says; its domain is what somebody has checked. */
function Identity({ app, isOwn }: { readonly app: ConnectedApp; readonly isOwn: boolean }): ReactElement {
  const { verified_domain: domain, redirect_host: host, is_loopback: isLoopback } = app;
  const place = isLoopback ? `A program on ${isOwn ? "your" : "their"} computer` : `Returns to ${host}`;
  return (
    <p className="mt-0.5 flex min-w-0 flex-wrap items-center gap-x-2 text-[13px] text-muted">
      {domain === null ? (
        <span className="text-warn">Not verified</span>
      ) : (
        <span className="inline-flex min-w-0 items-center gap-1 text-fg">
          <BadgeCheck size={14} aria-hidden className="shrink-0 text-ok" />
          <span className="sr-only">Verified as </span>
          <span className="truncate" title={domain}>
            {domain}
          </span>
        </span>
      )}
      <span className="truncate" title={host}>
        {place}
      </span>
    </p>
  );
}

function Activity({ app }: { readonly app: ConnectedApp }): ReactElement {
  const { last_used: lastUsed, connected_at: connectedAt } = app;
  const by = lastUsed === null ? undefined : userOf(lastUsed);
  return (
    <div className="c4 flex flex-wrap gap-x-4 text-[13px] leading-5 text-muted min-[1000px]:block">
      <div className={lastUsed === null ? "" : "text-fg"}>
        {lastUsed === null ? (
          "Never used"
        ) : (
          <>
            Used <Time at={lastUsed.at} />
          </>
        )}
      </div>
      {by !== undefined && <div className="min-w-0 wrap-anywhere">{by}</div>}
      <div>
        Connected <Time at={connectedAt} />
      </div>
    </div>
  );
}

type AppMenuProps = Extract<AppActs, { readonly onEdit: unknown }> & { readonly app: ConnectedApp };

function AppMenu({ app, onEdit, onDisconnect }: AppMenuProps): ReactElement {
  return (
    <Menu
      trigger={
        <Button variant="ghost" size="icon" aria-label={`Actions for ${app.name}`}>
          <Ellipsis size={16} aria-hidden />
        </Button>
      }
    >
      {canGiveLess(app) && (
        <>
          <MenuItem onClick={() => onEdit(app)}>
            <SlidersHorizontal size={15} aria-hidden />
            Edit access…
          </MenuItem>
          <MenuSeparator />
        </>
      )}
      <MenuItem danger onClick={() => onDisconnect(app)}>
        <Unplug size={15} aria-hidden />
        Disconnect…
      </MenuItem>
    </Menu>
  );
}
