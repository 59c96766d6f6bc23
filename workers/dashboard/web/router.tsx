/** Every page of the dashboard and its address. Pages are loaded when they are first wanted; the keys page is here. */
import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  retainSearchParams,
} from "@tanstack/react-router";
import type { AuditSearch } from "#shared/dashboard/audit-query.ts";
import type { KeysSearch } from "#shared/dashboard/keys-query.ts";
import { queryClient } from "./api/query-client.ts";
import { sessionQuery } from "./api/session.ts";
import { keysQuery } from "./keys/keys-query.ts";
import { KeysPage } from "./keys/keys-page.tsx";
import { AppShell } from "./shell/app-shell.tsx";
import { PageFailed } from "./shell/page-failed.tsx";
import { PageNotFound } from "./shell/page-not-found.tsx";
import { Skeleton } from "./ui/skeleton.tsx";

/** `?name=value` as plain text: ids and words, never JSON. */
type Search = Readonly<Record<string, string>>;

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  validateSearch: (search: Record<string, unknown>): { ws?: string } => textIn(search, ["ws"]),
  search: { middlewares: [retainSearchParams(["ws"])] },
  beforeLoad: ({ context }) => context.queryClient.query({ ...sessionQuery, staleTime: "static" }),
  component: AppShell,
  notFoundComponent: PageNotFound,
});

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    // oxlint-disable-next-line typescript/only-throw-error -- how the router is told
    throw redirect({ to: "/keys" });
  },
});

const keys = createRoute({
  getParentRoute: () => root,
  path: "/keys",
  validateSearch: (search: Record<string, unknown>): KeysSearch =>
    textIn(search, ["q", "perm", "ws", "unused", "sort", "connect"]),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => context.queryClient.infiniteQuery({ ...keysQuery(deps), staleTime: "static" }),
  component: KeysPage,
});

const key = createRoute({
  getParentRoute: () => root,
  path: "/keys/$id",
  validateSearch: (search: Record<string, unknown>): { range?: string } => textIn(search, ["range"]),
  component: lazyRouteComponent(() => import("./key/key-page.tsx"), "KeyPage"),
});

const apps = createRoute({
  getParentRoute: () => root,
  path: "/apps",
  component: lazyRouteComponent(() => import("./apps/apps-page.tsx"), "AppsPage"),
});

const events = createRoute({
  getParentRoute: () => root,
  path: "/events",
  validateSearch: (search: Record<string, unknown>): { event?: string } => textIn(search, ["event"]),
  component: lazyRouteComponent(() => import("./content/events-page.tsx"), "EventsPage"),
});

const documents = createRoute({
  getParentRoute: () => root,
  path: "/documents",
  validateSearch: (search: Record<string, unknown>): { q?: string } => textIn(search, ["q"]),
  component: lazyRouteComponent(() => import("./content/documents-page.tsx"), "DocumentsPage"),
});

const oneDocument = createRoute({
  getParentRoute: () => root,
  path: "/documents/$id",
  component: lazyRouteComponent(() => import("./content/document-page.tsx"), "DocumentPage"),
});

const production = createRoute({
  getParentRoute: () => root,
  path: "/production",
  validateSearch: (search: Record<string, unknown>): { event?: string } => textIn(search, ["event"]),
  component: lazyRouteComponent(() => import("./content/production-page.tsx"), "ProductionPage"),
});

const automations = createRoute({
  getParentRoute: () => root,
  path: "/automations",
  component: lazyRouteComponent(() => import("./content/automations-page.tsx"), "AutomationsPage"),
});

const members = createRoute({
  getParentRoute: () => root,
  path: "/members",
  component: lazyRouteComponent(() => import("./members/members-page.tsx"), "MembersPage"),
});

const audit = createRoute({
  getParentRoute: () => root,
  path: "/audit",
  validateSearch: (search: Record<string, unknown>): AuditSearch =>
    textIn(search, ["action", "actor", "target", "from", "to"]),
  component: lazyRouteComponent(() => import("./audit/audit-page.tsx"), "AuditPage"),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  validateSearch: (search: Record<string, unknown>): { tab?: string } => textIn(search, ["tab"]),
  component: lazyRouteComponent(() => import("./settings/settings-page.tsx"), "SettingsPage"),
});

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    keys,
    key,
    apps,
    events,
    documents,
    oneDocument,
    production,
    automations,
    members,
    audit,
    settings,
  ]),
  context: { queryClient },
  defaultPreload: "intent",
  defaultPreloadStaleTime: 0,
  defaultPendingComponent: Skeleton,
  defaultErrorComponent: PageFailed,
  scrollRestoration: true,
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const text = new URLSearchParams(textIn(search, Object.keys(search))).toString();
    return text === "" ? "" : `?${text}`;
  },
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}

/** The given names, where the address has text for them. */
function textIn(search: Record<string, unknown>, names: readonly string[]): Search {
  const found = names.map((name) => [name, search[name]] as const);
  return Object.fromEntries(
    found.flatMap(([name, value]) => (typeof value === "string" && value !== "" ? [[name, value]] : [])),
  );
}
