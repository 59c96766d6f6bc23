/** The ways in which a client can be connected, and where they work. Pure, and without how they are done. */
import type { McpClient } from "../mcp-clients.ts";
import { isPublicHttps, type SecretForm } from "./connection.ts";

/** The forms that a client has, the best first; with one alone there is nothing to choose. */
export function formsOf({ takes, signsIn, best }: McpClient): readonly SecretForm[] {
  const forms: readonly SecretForm[] = takes === "either" ? ["inline", "env"] : [takes];
  if (signsIn === null) return forms;
  return best === "sign-in" ? ["sign-in", ...forms] : [...forms, "sign-in"];
}

/** Whether a client can sign in to the server at an address. */
export function canSignIn(client: McpClient, url: string): boolean {
  return client.signsIn !== null && canSignInAt(url) && !isOutOfReach(client, url);
}

/** Whether anybody can sign in at an address: the server speaks OAuth by https, and on this machine. */
export function canSignInAt(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" || /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

/** Whether a client calls from its vendor's servers, and those cannot reach an address. */
export function isOutOfReach({ calls }: McpClient, url: string): boolean {
  return calls === "cloud" && !isPublicHttps(url);
}
