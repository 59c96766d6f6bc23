/** Who asks for consent, as the page shows it and the row keeps it. What the client says of itself is not believed. */
import type { ConsentDescription } from "@cloudflare/workers-oauth-provider";
import { shownAppName } from "#workers/apps/app-name.ts";
import type { ConnectingApp } from "#workers/apps/connect-app.ts";

/** See the file. A client without a name of its own goes by its domain, or by none. */
export function connectingApp(details: ConsentDescription): ConnectingApp {
  const { clientId, clientName, clientDomain = null, redirectUri, redirectIsLoopback } = details;
  const given = clientName === clientId ? null : shownAppName(clientName);
  return {
    clientId,
    name: given ?? clientDomain ?? "An app without a name",
    verifiedDomain: clientDomain,
    redirectHost: addressOf(redirectUri),
    isLoopback: redirectIsLoopback,
  };
}

/**
 * The host, whole, for its end is what tells it; with its scheme where that is an app's own, since nobody owns those:
 * `cursor://anysphere.cursor-mcp`.
 */
export function addressOf(redirectUri: string): string {
  const { protocol, host, hostname } = new URL(redirectUri);
  return /^https?:$/.test(protocol) ? hostname : `${protocol}//${host}`;
}

/** Whether access goes to a program on the person's own computer: whichever of them listens, or has taken the scheme. */
export function isOnThisComputer({ isLoopback, redirectHost }: ConnectingApp): boolean {
  return isLoopback || redirectHost.includes("://");
}
