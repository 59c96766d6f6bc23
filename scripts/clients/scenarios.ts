/** What each client goes through, and the refusal that it should be told of. */
import type { RefusalCode } from "#shared/refusals.ts";
import type { Call, Credential } from "./attempt.ts";
import type { World } from "./world.ts";

const READ = "mcp:read";
const WRITE = "mcp:write";
const LIST_WORKSPACES: Call = { tool: "list_workspaces", args: {} };
const LIST_EVENTS: Call = { tool: "list_events", args: {} };
const CREATE_EVENT: Call = { tool: "create_event", args: { title: "Gala", starts_at: "2027-05-01T18:00:00Z" } };

/** What is tried: with which key, and which calls. */
export type Trial = { readonly credential: Credential; readonly calls: readonly Call[] };

export type Scenario = {
  readonly id: string;
  readonly label: string;
  /** `null`: all goes well. */
  readonly refusal: RefusalCode | null;
  /** Whether it goes wrong before any tool is called, or at the second call of a session that went well. */
  readonly goesWrong: "never" | "at connect" | "in session";
  /** Whether only clients whose settings can name a variable go through it. */
  readonly needsVariable: boolean;
  readonly prepare: (world: World) => Promise<Trial>;
};

export const SCENARIOS: readonly Scenario[] = [
  {
    id: "works",
    label: "works",
    refusal: null,
    goesWrong: "never",
    needsVariable: false,
    prepare: async (world) => ({
      credential: { kind: "inline", key: (await world.newKey({ scopes: [READ] })).secret },
      calls: [LIST_WORKSPACES, LIST_EVENTS],
    }),
  },
  {
    id: "variable",
    label: "works by a variable",
    refusal: null,
    goesWrong: "never",
    needsVariable: true,
    prepare: async (world) => ({
      credential: { kind: "env", key: (await world.newKey({ scopes: [READ] })).secret },
      calls: [LIST_WORKSPACES, LIST_EVENTS],
    }),
  },
  {
    id: "unset",
    label: "variable not set",
    refusal: "placeholder_credential",
    goesWrong: "at connect",
    needsVariable: true,
    prepare: async () => ({ credential: { kind: "unset" }, calls: [LIST_WORKSPACES] }),
  },
  {
    id: "no-key",
    label: "no key",
    refusal: "missing_credential",
    goesWrong: "at connect",
    needsVariable: false,
    prepare: async () => ({ credential: { kind: "none" }, calls: [LIST_WORKSPACES] }),
  },
  {
    id: "wrong-key",
    label: "wrong key",
    refusal: "malformed_key",
    goesWrong: "at connect",
    needsVariable: false,
    prepare: async (world) => {
      const { secret } = await world.newKey({ scopes: [READ] });
      return { credential: { kind: "inline", key: mistyped(secret) }, calls: [LIST_WORKSPACES] };
    },
  },
  {
    id: "revoked",
    label: "revoked in session",
    refusal: "revoked_key",
    goesWrong: "in session",
    needsVariable: false,
    prepare: async (world) => {
      const key = await world.newKey({ scopes: [READ] });
      const then = { ...LIST_EVENTS, before: async () => world.revoke(key) };
      return { credential: { kind: "inline", key: key.secret }, calls: [LIST_WORKSPACES, then] };
    },
  },
  {
    id: "scope",
    label: "scope taken in session",
    refusal: "missing_scope",
    goesWrong: "in session",
    needsVariable: false,
    prepare: async (world) => {
      // Listed when the client connected: without that most clients would not let the tool be called.
      const key = await world.newKey({ scopes: [READ, WRITE] });
      const then = { ...CREATE_EVENT, before: async () => world.narrow(key, [READ]) };
      return { credential: { kind: "inline", key: key.secret }, calls: [LIST_WORKSPACES, then] };
    },
  },
  {
    id: "limited",
    label: "rate limited",
    refusal: "rate_limited",
    goesWrong: "in session",
    needsVariable: false,
    prepare: async (world) => {
      const { secret } = await world.newKey({ scopes: [READ], rate_limit: { per_minute: 1, burst: 1 } });
      return { credential: { kind: "inline", key: secret }, calls: [LIST_WORKSPACES, LIST_EVENTS] };
    },
  },
];

/** The same key with its last character changed, as a hand that copies it by eye would. */
function mistyped(secret: string): string {
  return secret.slice(0, -1) + (secret.endsWith("a") ? "b" : "a");
}
