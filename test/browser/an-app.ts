/** An app on this computer, as MCP clients are: it registers itself, sends a browser to sign in, and waits for it. */
import { createHash, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import { sendJson } from "../node/server.ts";

export type AnApp = {
  /** Path and query that it opens in the browser. */
  readonly authorizePath: string;
  /** What the browser came back with. */
  readonly cameBack: () => URLSearchParams | null;
  /** Takes the code to the token endpoint. */
  readonly token: () => Promise<string>;
  readonly stop: () => Promise<void>;
};

const registeredSchema = z.object({ client_id: z.string() });
const tokenSchema = z.object({ access_token: z.string() });

/** One that calls itself `name` and asks for `scope`. */
export async function startApp(site: string, { name = "Claude Code", scope = "mcp:read" } = {}): Promise<AnApp> {
  let back: URLSearchParams | null = null;
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    // Browsers ask for an icon too.
    if (pathname === "/callback") back = searchParams;
    response.setHeader("Content-Type", "text/html");
    response.end("<!doctype html><title>Back</title><h1>You can close this window.</h1>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const redirectUri = `http://127.0.0.1:${portOf(server.address())}/callback`;
  const registration = { client_name: name, redirect_uris: [redirectUri], token_endpoint_auth_method: "none" };
  const registered = await sendJson(`${site}/oauth/register`, { body: registration });
  const { client_id: clientId } = registeredSchema.parse(await registered.json());
  const verifier = randomBytes(32).toString("base64url");
  const query = new URLSearchParams({
    response_type: "code",
    client_id: clientId,
    redirect_uri: redirectUri,
    scope,
    state: "s1",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    resource: `${site}/mcp`,
  });
  return {
    authorizePath: `/oauth/authorize?${query.toString()}`,
    cameBack: () => back,
    token: async () => {
      const grant = { grant_type: "authorization_code", code: back?.get("code") ?? "", code_verifier: verifier };
      const body = new URLSearchParams({ ...grant, client_id: clientId, redirect_uri: redirectUri });
      const response = await fetch(`${site}/oauth/token`, { method: "POST", body });
      return tokenSchema.parse(await response.json()).access_token;
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("the app listens nowhere");
  return address.port;
}
