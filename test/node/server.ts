/** The real Worker on a port of its own, with storage of its own: what clients over a socket talk to. */
import { createTestHarness } from "wrangler";
import { z } from "zod";

const SETUP_TOKEN = "setup-token-of-the-node-tests";

const setUpSchema = z.object({ workspace: z.object({ id: z.string() }), secret: z.string() });
const createdKeySchema = z.object({ key: z.object({ id: z.string() }), secret: z.string() });

export type TestServer = {
  /** Without a slash at the end. */
  readonly url: string;
  /** A key with `keys:manage`, made by the setup. */
  readonly managementKey: string;
  readonly workspaceId: string;
  /** What the Worker has logged so far. */
  readonly logs: () => string;
  readonly stop: () => Promise<void>;
};

/** A server that nobody owns yet. */
export type BareServer = Pick<TestServer, "url" | "logs" | "stop"> & { readonly setupToken: string };

/** Starts a server and leaves its setup to somebody else. */
export async function startBareServer(vars: Record<string, string> = {}): Promise<BareServer> {
  process.env["WRANGLER_SEND_METRICS"] = "false";
  process.env["CLOUDFLARE_CF_FETCH_ENABLED"] = "false";
  const harness = createTestHarness({
    workers: [
      {
        configPath: "wrangler.toml",
        vars: { KEY_ENV: "test", USAGE_FLUSH_SECONDS: "1", ...vars },
        secrets: { PEPPER: "a pepper that only the tests use, 32+ characters", SETUP_TOKEN },
      },
    ],
  });
  const { url } = await harness.listen();
  await harness.getWorker().applyD1Migrations("DB");
  return {
    url: url.origin,
    setupToken: SETUP_TOKEN,
    logs: () =>
      harness
        .getLogs()
        .map(({ message }) => message)
        .join("\n"),
    stop: () => harness.close(),
  };
}

/** Starts and sets up a server. Takes some seconds; stop it in `afterAll`. */
export async function startServer(vars: Record<string, string> = {}): Promise<TestServer> {
  const { url, logs, stop } = await startBareServer(vars);
  const setUp = await sendJson(`${url}/v1/setup`, {
    body: {
      setup_token: SETUP_TOKEN,
      owner: { name: "Ada", email: "ada@example.com", password: "correct horse battery" },
      workspace: { name: "Stage" },
    },
  });
  const { workspace, secret } = setUpSchema.parse(await setUp.json());
  return { url, managementKey: secret, workspaceId: workspace.id, logs, stop };
}

type JsonRequest = { readonly key?: string; readonly method?: string; readonly body?: unknown };

/** Sends JSON, as a script would: POST unless told otherwise. */
export function sendJson(url: string, { key, method = "POST", body }: JsonRequest): Promise<Response> {
  return fetch(url, {
    method,
    headers: {
      ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

export type MadeKey = { readonly id: string; readonly secret: string };

/** Creates a key for the server's workspace through the API. */
export async function createKey(server: TestServer, fields: Record<string, unknown>): Promise<MadeKey> {
  const response = await sendJson(`${server.url}/v1/keys`, {
    key: server.managementKey,
    body: { name: "client", workspaces: [server.workspaceId], ...fields },
  });
  if (response.status !== 201) throw new Error(`no key was made: ${await response.text()}`);
  const { key, secret } = createdKeySchema.parse(await response.json());
  return { id: key.id, secret };
}

const receiptSchema = z.object({ propagation: z.object({ state: z.literal("everywhere") }) });

/** Revokes a key through the API, and holds the answer to having said that it is true everywhere. */
export async function revokeKey(server: TestServer, id: string): Promise<void> {
  const response = await sendJson(`${server.url}/v1/keys/${id}/revoke`, { key: server.managementKey });
  receiptSchema.parse(await response.json());
}
