/** Keys of another system, as their holders have them and as an import tells of them. */
import { expect } from "vitest";
import { type ImportReport, importReportSchema } from "#shared/management/import.ts";
import { mintId } from "#shared/ids.ts";
import { sha256Hex } from "#workers/secrets/sha256.ts";
import { call, type World } from "./world.ts";

/** A secret as another product draws them. */
export const foreignSecret = (): string => `acme_${mintId(32)}`;

/** A row that is good but for what `wish` says. */
export async function rowFor(
  { owner, workspace }: Pick<World, "owner" | "workspace">,
  secret: string,
  wish: Record<string, unknown> = {},
): Promise<Record<string, unknown>> {
  return {
    name: "Old n8n",
    owner: owner.email,
    digest: await sha256Hex(secret),
    digest_algorithm: "sha256",
    encoding: "hex",
    scopes: ["mcp:read"],
    workspaces: [workspace],
    ...wish,
  };
}

/** What an import of these rows is answered. */
export async function importRows(
  { key }: Pick<World, "key">,
  keys: readonly unknown[],
  options: { readonly dry_run?: boolean } = {},
): Promise<ImportReport> {
  const answer = await call("POST", "/v1/keys/import", { key: key.secret, body: { keys, ...options } });
  expect(answer.text.slice(0, 500)).toContain('"rows"');
  return importReportSchema.parse(answer.body);
}

/** A key of the world's owner that was imported; the id is that of the key. */
export async function imported(
  world: World,
  wish: Record<string, unknown> = {},
): Promise<{ readonly id: string; readonly secret: string }> {
  const secret = foreignSecret();
  const { rows } = await importRows(world, [await rowFor(world, secret, wish)]);
  expect(rows).toMatchObject([{ outcome: "created", errors: [] }]);
  return { id: rows[0]?.key_id ?? "", secret };
}

/** What `tools/list` is answered over MCP, by HTTP status. */
export async function listTools(headers: Readonly<Record<string, string>>, path = "/mcp"): Promise<number> {
  const accept = "application/json, text/event-stream";
  const { status } = await call("POST", path, {
    headers: { ...headers, Accept: accept, "MCP-Protocol-Version": "2025-11-25" },
    body: { jsonrpc: "2.0", id: 1, method: "tools/list", params: {} },
  });
  return status;
}
