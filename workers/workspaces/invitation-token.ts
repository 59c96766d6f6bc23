/** The secret in an invitation's link. Only its digest is stored: who reads the database cannot join by it. */
import type { MintId } from "#shared/ids.ts";
import { sha256Hex } from "#workers/secrets/sha256.ts";

/** 40 characters of base62: 238 bits, so that its digest needs no key. */
const TOKEN_TAIL_LENGTH = 40;

export type InvitationToken = {
  /** SHA-256 of the token, as `invitation.token_digest` has it. */
  readonly digest: string;
  /** The link to send. */
  readonly url: string;
};

/** A fresh token for an invitation that is answered at `origin`. */
export async function mintInvitationToken(mint: MintId, origin: string): Promise<InvitationToken> {
  const token = `inv${mint(TOKEN_TAIL_LENGTH)}`;
  return { digest: await sha256Hex(token), url: `${origin}/invite/${token}` };
}
