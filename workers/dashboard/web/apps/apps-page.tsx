/** Which apps are connected: one's own, and, for who runs the workspace, everybody else's that reach it. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactElement, type ReactNode, useId } from "react";
import type { ConnectedApp } from "#shared/management/apps.ts";
import type { Workspace } from "../api/session.ts";
import { isRunBy, useWorkspace } from "../api/workspace.ts";
import { McpEndpoint } from "../keys/mcp-endpoint.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { ShowMore } from "../ui/show-more.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { useTarget } from "../ui/use-target.ts";
import { AppRow } from "./app-row.tsx";
import { NoApps } from "./apps-empty.tsx";
import { othersAppsQuery, ownAppsQuery } from "./apps-query.ts";
import { CutOffApp } from "./cut-off-app.tsx";
import { DisconnectApp } from "./disconnect-app.tsx";
import { EditApp } from "./edit-app.tsx";

export function AppsPage(): ReactElement {
  const workspace = useWorkspace();
  return (
    <>
      <PageHead title="Connected apps" text="Apps that you have let in by signing in. They need no key." />
      <OwnApps />
      {workspace !== null && isRunBy(workspace) && <OthersApps key={workspace.id} workspace={workspace} />}
      <McpEndpoint hint="Paste this into an app that asks for a server’s URL. It leads you here to sign in and allow it." />
    </>
  );
}

function OwnApps(): ReactElement {
  const list = useInfiniteQuery({ ...ownAppsQuery(), throwOnError: (_error, { state }) => state.data === undefined });
  const edited = useTarget<ConnectedApp>();
  const ended = useTarget<ConnectedApp>();
  const apps = list.data?.pages.flatMap((page) => page.data);
  if (apps === undefined) return <Skeleton rows={3} />;
  return (
    <>
      {apps.length === 0 ? (
        <NoApps />
      ) : (
        <Section title="Yours">
          {apps.map((app) => (
            <AppRow key={app.id} app={app} acts={{ onEdit: edited.open, onDisconnect: ended.open }} />
          ))}
        </Section>
      )}
      <ShowMore list={list} />
      <EditApp key={`edit-${edited.turn}`} target={edited} />
      <DisconnectApp key={`end-${ended.turn}`} target={ended} />
    </>
  );
}

function OthersApps({ workspace }: { readonly workspace: Workspace }): ReactElement | null {
  const list = useInfiniteQuery({
    ...othersAppsQuery(workspace.id),
    throwOnError: (_error, { state }) => state.data === undefined,
  });
  const cutOff = useTarget<ConnectedApp>();
  const apps = list.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <>
      {apps.length > 0 && (
        <Section
          title={
            <>
              Apps of others that reach “<bdi>{workspace.name}</bdi>”
            </>
          }
        >
          {apps.map((app) => (
            <AppRow key={app.id} app={app} acts={{ onCutOff: cutOff.open }} />
          ))}
        </Section>
      )}
      <ShowMore list={list} what="apps of others" />
      <CutOffApp workspace={workspace} target={cutOff} />
    </>
  );
}

function Section({ title, children }: { readonly title: ReactNode; readonly children: ReactNode }): ReactElement {
  const id = useId();
  return (
    <section aria-labelledby={id} className="mt-8">
      <h2 id={id} className="mb-2.5 text-[13.5px] font-medium wrap-break-word">
        {title}
      </h2>
      <ul className="card" aria-labelledby={id}>
        {children}
      </ul>
    </section>
  );
}
