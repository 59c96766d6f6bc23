/** Who asks for consent, as the page shows it and the row keeps it. What the client says of itself is not believed. */
import type { ConsentDescription } from "@cloudflare/workers-oauth-provider";
import { shownAppName } from "#workers/apps/app-name.ts";
import type { ConnectingApp } from "#workers/apps/connect-app.ts";

const HOST_LENGTH_MAX = 100;

/** See the file. A client without a name of its own goes by its domain, or by none. */
export function connectingApp(details: ConsentDescription): ConnectingApp {
  const { clientId, clientName, clientDomain = null, redirectUri, redirectIsLoopback } = details;
  const given = clientName === clientId ? null : shownAppName(clientName);
  return {
    clientId,
    name: given ?? clientDomain ?? "An app without a name",
    verifiedDomain: clientDomain,
    redirectHost: returnAddress(redirectUri),
    isLoopback: redirectIsLoopback,
  };
}

/** The host; with its scheme where that is an app's own, since nobody owns those: `cursor://anysphere.cursor-mcp`. */
function returnAddress(redirectUri: string): string {
  const { protocol, host, hostname } = new URL(redirectUri);
  const address = /^https?:$/.test(protocol) ? hostname : `${protocol}//${host}`;
  return address.length <= HOST_LENGTH_MAX ? address : `${address.slice(0, HOST_LENGTH_MAX)}…`;
}

/** Whether access goes to a program on the person's own computer: whichever of them listens, or has taken the scheme. */
export function isOnThisComputer({ isLoopback, redirectHost }: ConnectingApp): boolean {
  return isLoopback || redirectHost.includes("://");
}
