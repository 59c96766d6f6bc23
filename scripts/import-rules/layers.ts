/**
 * Which room may import which. The one array behind the import rules (`rules.ts`), their test and docs/import-rules.md.
 * Imports go down this list, never up, and never sideways unless `sideways` says so.
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
      folder("dashboard", "How do people see it?"),
      folder("oauth", "Which apps are connected?"),
    ],
  },
  {
    rooms: [
      folder("access", "Who is calling?"),
      folder("keys", "What happens in a key's life?"),
      folder("content", "What do keys open?"),
      folder("workspaces", "Which workspaces are there?"),
      folder("people", "Who belongs to them?"),
    ],
    // Setting up makes the first owner and the first workspace in one batch.
    sideways: [["people", "workspaces"]],
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

function folder(name: string, question: string): Room {
  return { name, path: `^workers/${name}/`, question };
}

function file(name: string, path: string, question: string): Room {
  return { name, path: `^${path.replaceAll(".", "\\.")}$`, question };
}
