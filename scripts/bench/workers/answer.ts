/** What every subject answers, so that they differ in nothing but how they come to answer it. */

/** About what `GET /v1/me` says of a key. */
export const ANSWER = {
  credential: { kind: "key", id: "key_Xq2mT9LbVw" },
  user: { id: "usr_4fJt0sWcRz81LkQe" },
  scopes: ["mcp:read", "mcp:write"],
  workspaces: [{ id: "ws_9dPkY3uNhA7vCbXe", role: "owner" }],
  allowed_tools: null,
};
