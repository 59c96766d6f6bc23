/** What lists can be asked: every filter and every order, alone and together. */
import type { Things } from "./route-examples.ts";

type Queries = (things: Things) => string[];

const KEY_SORTS = ["created_at", "name", "last_used_at", "requests"].flatMap((sort) => [sort, `-${sort}`]);

/** Each filter of the key list, by how it is written. */
const KEY_FILTERS = (workspace: string, owner: string): Record<string, string> => ({
  none: "",
  search: "search=rider",
  status: "status=enabled,disabled",
  expired: "status=expired",
  scope: "scope=mcp:write",
  workspace: `workspace=${workspace}`,
  "own keys": "owner=me",
  "one owner": `owner=${owner}`,
  unused: "unused_days=30",
  "all at once": `search=a&status=enabled&scope=mcp:read&workspace=${workspace}&owner=me&unused_days=1`,
});

const keys: Queries = ({ workspace, member }) =>
  KEY_SORTS.flatMap((sort) =>
    Object.values(KEY_FILTERS(workspace, member)).map(
      (filter) => `/v1/keys?limit=1&usage_days=14&sort=${sort}${filter === "" ? "" : `&${filter}`}`,
    ),
  );

const apps: Queries = ({ workspace, member }) =>
  [
    "",
    "&owner=me",
    "&owner=others",
    `&owner=${member}`,
    `&workspace=${workspace}`,
    `&owner=others&workspace=${workspace}`,
  ].map((filter) => `/v1/connected-apps?limit=1&usage_days=14${filter}`);

const audit: Queries = ({ workspace, key, member }) =>
  [
    "",
    "&action=key.created",
    "&action=key.",
    `&target=${key}`,
    `&actor=${member}`,
    `&workspace=${workspace}`,
    "&from=2020-01-01T00:00:00Z&to=2199-01-01T00:00:00Z",
    `&target=${key}&actor=${member}&workspace=${workspace}&action=key.`,
  ].map((filter) => `/v1/audit?limit=1${filter}`);

const events: Queries = ({ workspace }) =>
  ["starts_at", "-starts_at"].flatMap((sort) =>
    ["", "&status=draft", "&from=2020-01-01T00:00:00Z&to=2199-01-01T00:00:00Z", "&query=gala"].map(
      (filter) => `/v1/events?workspace=${workspace}&limit=1&sort=${sort}${filter}`,
    ),
  );

const documents: Queries = ({ workspace, event }) =>
  ["", "&query=rider", `&event=${event}`, `&event=${event}&query=rider`].map(
    (filter) => `/v1/documents?workspace=${workspace}&limit=1${filter}`,
  );

const production: Queries = ({ workspace, event }) =>
  ["", `&event=${event}`, "&status=blocked", "&department=Sound", "&assignee=Ada", "&overdue=true"].map(
    (filter) => `/v1/production/items?workspace=${workspace}&limit=1${filter}`,
  );

/** By what is listed; each answers with addresses of pages. */
export const LISTS: Readonly<Record<string, Queries>> = {
  "the list of keys": keys,
  "the list of connected apps": apps,
  "the audit log": audit,
  "the list of events": events,
  "the list of documents": documents,
  "the list of production items": production,
  "the list of automations": ({ workspace }) => [`/v1/automations?workspace=${workspace}&limit=1`],
  "the list of runs": ({ automation }) => [`/v1/automations/${automation}/runs?limit=1`],
  "the list of members": ({ workspace }) => [`/v1/workspaces/${workspace}/members?limit=1`],
  "the list of invitations": ({ workspace }) => [`/v1/workspaces/${workspace}/invitations?limit=1`],
  "the list of workspaces": () => ["/v1/workspaces?limit=1"],
  "an app's usage": ({ app }) => [
    `/v1/connected-apps/${app}/usage?bucket=hour`,
    `/v1/connected-apps/${app}/usage?bucket=day`,
  ],
  "a key's usage": ({ key }) => [`/v1/keys/${key}/usage?bucket=hour`, `/v1/keys/${key}/usage?bucket=day`],
};
