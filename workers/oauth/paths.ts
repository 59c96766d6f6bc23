/** Where the authorization server's endpoints are, and what its tokens are for. */

export const AUTHORIZE_PATH = "/oauth/authorize";
/** Revocation too (RFC 7009): the library tells the two apart by their parameters. */
export const TOKEN_PATH = "/oauth/token";
export const REGISTER_PATH = "/oauth/register";
/** RFC 8414 §3: the issuer is the origin, so nothing is behind it. */
export const SERVER_METADATA_PATH = "/.well-known/oauth-authorization-server";

/** The protected resource of an origin (RFC 8707, RFC 9728): its MCP endpoint. */
export function resourceOf(origin: string): string {
  return `${origin}/mcp`;
}
