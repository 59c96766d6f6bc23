/** What happens around a client while it is connected: keys that are made, changed and revoked by their owner. */
import { createKey, type MadeKey, revokeKey, sendJson, type TestServer } from "#test/node/server.ts";

export type World = {
  /** The address of `/mcp`. */
  readonly url: string;
  /** The name of the one workspace, which a tool's answer has. */
  readonly workspace: string;
  readonly newKey: (fields: Readonly<Record<string, unknown>>) => Promise<MadeKey>;
  readonly revoke: (key: MadeKey) => Promise<void>;
  /** Leaves a key these scopes; true everywhere when it resolves. */
  readonly narrow: (key: MadeKey, scopes: readonly string[]) => Promise<void>;
};

/** The world of a server that was set up. */
export function worldOf(server: TestServer): World {
  return {
    url: `${server.url}/mcp`,
    workspace: server.workspaceId,
    newKey: (fields) => createKey(server, { ...fields }),
    revoke: ({ id }) => revokeKey(server, id),
    narrow: async ({ id }, scopes) => {
      const change = { key: server.managementKey, method: "PATCH", body: { scopes } };
      const answer = await sendJson(`${server.url}/v1/keys/${id}`, change);
      if (answer.status !== 200) throw new Error(`the key was not changed: ${await answer.text()}`);
    },
  };
}
