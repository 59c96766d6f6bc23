/** What may be done at the origin that a request has come to. */

/** Whether OAuth is spoken there: by https, or on this machine. Elsewhere codes and tokens could be read on their way. */
export function isOAuthOrigin(origin: string): boolean {
  const { protocol, hostname } = new URL(origin);
  return protocol === "https:" || (protocol === "http:" && LOOPBACK.test(hostname));
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Where the protected resource metadata of the MCP endpoint is: its path is inserted (RFC 9728 §3.1). */
export const RESOURCE_METADATA_PATH = "/.well-known/oauth-protected-resource/mcp";
