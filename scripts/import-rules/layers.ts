/**
 * Which room may import which. The lists behind the import rules (`rules.ts`), their test and docs/import-rules.md.
 * Imports go down a list, never up, and never sideways unless `sideways` says so.
 */

/** A folder, or one file, with the question it answers. */
export type Room = { readonly name: string; readonly path: string; readonly question: string };

export type Layer = {
  readonly rooms: readonly Room[];
  /** Imports between rooms of this layer that are meant, as [importer, imported]. */
  readonly sideways?: readonly (readonly [string, string])[];
};

/** From the top, which knows everything, to the leaf, which knows nothing but zod. */
export const LAYERS: readonly Layer[] = [
  { rooms: [file("main", "workers/main.ts", "What does the platform call?")] },
  { rooms: [file("app", "workers/app.ts", "Which way does a request go?")] },
  {
    rooms: [
      folder("api", "How does REST say it?"),
      folder("mcp", "How does MCP say it?"),
      folder("rpc", "How do our other Workers ask?"),
      { name: "dashboard", path: "^workers/dashboard/(?!web/)", question: "How do people see it?" },
      folder("oauth", "How does an app connect?"),
    ],
    sideways: [
      // Pages carry the first answers of the API, got by its own routes and guards.
      ["dashboard", "api"],
      // The page that asks for consent is one of ours; what it asks about is the authorization server's.
      ["dashboard", "oauth"],
    ],
  },
  {
    rooms: [
      folder("access", "Who is calling?"),
      folder("keys", "What happens in a key's life?"),
      folder("apps", "Which apps are connected?"),
      folder("content", "What do keys open?"),
      folder("workspaces", "Which workspaces are there?"),
      folder("people", "Who belongs to them?"),
    ],
    sideways: [
      // Setting up makes the first owner and the first workspace in one batch.
      ["people", "workspaces"],
      // Signing out everywhere can disconnect apps, in one batch as well.
      ["people", "apps"],
      // Attempts are counted in one place, those to try secrets by an import too.
      ["keys", "people"],
    ],
  },
  { rooms: [folder("usage", "Who used what, how often?"), folder("audit", "Who did what, when, from where?")] },
  { rooms: [folder("changes", "Who must hear of it?")] },
  { rooms: [folder("gate", "May it pass, here, now?")] },
  { rooms: [folder("records", "What does the edge know?")] },
  { rooms: [folder("http", "How does an answer travel?")] },
  { rooms: [folder("db", "What is stored?")] },
  { rooms: [folder("secrets", "How is a secret made, and recognized?")] },
  { rooms: [file("env", "workers/env.ts", "What does the deployment say?")] },
  { rooms: [{ name: "shared", path: "^shared/", question: "Which words do all sides share?" }] },
];

/**
 * The browser's side, which Vite bundles: a house of its own. Of the Worker it knows what it shares, and the types of the
 * API's routes; nothing of the Worker knows it.
 */
export const WEB_LAYERS: readonly Layer[] = [
  {
    rooms: [web("main.tsx", "What does the browser run first?"), web("pages", "What do server-rendered pages run?")],
  },
  { rooms: [web("router.tsx", "Which page is at which address?")] },
  { rooms: [web("shell", "What is around every page?")] },
  {
    rooms: [
      web("key", "How is one key used?"),
      web("apps", "Which apps are connected?"),
      web("content", "What is there to connect to?"),
      web("members", "Who belongs to the workspace?"),
      web("audit", "Who did what?"),
      web("settings", "How should it be?"),
    ],
    // The log names people and devices; a key has its own part of the log; leaving is a member's act in the settings.
    sideways: [
      ["web/audit", "web/members"],
      ["web/audit", "web/settings"],
      ["web/key", "web/audit"],
      ["web/settings", "web/members"],
    ],
  },
  { rooms: [web("keys", "Which keys are there?")] },
  { rooms: [web("connect", "How does a client connect?")] },
  { rooms: [web("charts", "How much, when?")] },
  { rooms: [web("ui", "What does a control look like, and do?")] },
  { rooms: [web("api", "How is the Worker asked?")] },
];

function web(name: string, question: string): Room {
  const path = `^workers/dashboard/web/${name.replaceAll(".", "\\.")}`;
  return { name: `web/${name}`, path: name.includes(".") ? `${path}$` : `${path}/`, question };
}

function folder(name: string, question: string): Room {
  return { name, path: `^workers/${name}/`, question };
}

function file(name: string, path: string, question: string): Room {
  return { name, path: `^${path.replaceAll(".", "\\.")}$`, question };
}
