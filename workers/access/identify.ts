/** From a presented text to a credential's id and digest, by CPU alone: garbage is refused here, before any I/O. */
import type { CredentialId } from "#shared/ids.ts";
import { parseKeyText } from "#shared/key-text.ts";
import type { Refusal } from "#shared/refusals.ts";
import { looksLikeToken } from "#shared/token-text.ts";
import { err, ok, type Result } from "#shared/result.ts";
import type { Settings } from "#workers/env.ts";
import { proveKeyText, type SecretDigest } from "#workers/secrets/key-proof.ts";
import { proveTokenText, tokenDigest } from "#workers/secrets/token-proof.ts";
import { peppersOf } from "#workers/secrets/pepper.ts";
import type { Presented } from "./admission.ts";

/** A credential that this deployment gave out; whether it is still good is for the gate to say. */
export type Identified = { readonly id: CredentialId; readonly digest: SecretDigest; readonly via: "header" | "query" };

/** Why a text is none of this deployment's keys, and which check noticed. */
export type NotMintedHere = { readonly check: "format" | "tag"; readonly refusal: Refusal };

/** Refuses what was not minted here: no credential, a placeholder, another product's key, a forged or mistyped one. */
export async function identify(settings: Settings, presented: Presented): Promise<Result<Identified, NotMintedHere>> {
  switch (presented.kind) {
    case "none":
      return notFormed({ code: "missing_credential" });
    case "placeholder":
      return notFormed({ code: "placeholder_credential" });
    case "malformed":
      return notFormed({ code: "malformed_key" });
    case "text":
      return identifyText(settings, presented);
  }
}

async function identifyText(
  settings: Settings,
  { text, via }: Extract<Presented, { kind: "text" }>,
): Promise<Result<Identified, NotMintedHere>> {
  if (looksLikeToken(text, settings)) return identifyToken(settings, text, via);
  const parts = parseKeyText(text, settings);
  if (!parts.ok) return notFormed({ code: parts.error });
  const digest = await proveKeyText(await peppersOf(settings), text, parts.value);
  if (digest === null) return err({ check: "tag", refusal: { code: "malformed_key" } });
  return ok({ id: parts.value.id, digest, via });
}

/** An app's access token. A URL is no place for one (RFC 6750 §2.3), and a refresh token opens nothing but its renewal. */
async function identifyToken(
  settings: Settings,
  text: string,
  via: Identified["via"],
): Promise<Result<Identified, NotMintedHere>> {
  const parts = await proveTokenText(await peppersOf(settings), text, settings);
  if (parts === null) return err({ check: "tag", refusal: { code: "unknown_token" } });
  if (parts.kind !== "at" || via === "query") return notFormed({ code: "unknown_token" });
  return ok({ id: parts.appId, digest: await tokenDigest(parts.inner), via });
}

function notFormed(refusal: Refusal): Result<never, NotMintedHere> {
  return err({ check: "format", refusal });
}
