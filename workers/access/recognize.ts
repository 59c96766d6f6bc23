/**
 * From a presented text to a credential's id and digest: by CPU alone where it was minted here, by a lookup where it may
 * be an imported key. Whether the credential is still good is for the gate to say.
 */
import { epochMs } from "#shared/brand.ts";
import { mayBeForeign } from "#shared/foreign-text.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import type { Presented } from "./admission.ts";
import type { AdmissionMeans } from "./ask.ts";
import { findImportedKey, type Lookup, type Sender } from "./find-imported-key.ts";
import { identify, type Identified, type NotMintedHere } from "./identify.ts";

/** What recognizing a credential needs; of the request nothing but the credential and who sent it. */
export type RecognizeMeans = Pick<AdmissionMeans, "env" | "settings" | "isolate">;

/** A credential as it came, and whose misses count if nobody knows it. */
export type Shown = { readonly presented: Presented; readonly sender: Sender };

/** Why a text is no credential here, and which check noticed. */
export type NotRecognized = NotMintedHere | { readonly check: "known"; readonly refusal: Refusal };

/** A text that this isolate leases needs no new proof. */
export async function recognize(means: RecognizeMeans, shown: Shown): Promise<Result<Identified, NotRecognized>> {
  const { presented } = shown;
  if (presented.kind !== "text") return identify(means.settings, presented);
  const leased = means.isolate.leases.proven(presented.text, epochMs(Date.now()));
  if (leased !== null) return ok({ id: leased.id, digest: leased.digest, via: presented.via });
  if (!mayBeForeign(presented.text, means.settings)) return identify(means.settings, presented);
  return recognizeForeign(means, { ...presented, sender: shown.sender });
}

/**
 * The key again, or another, where a gate does not know the one that was recognized: a key that was deleted and imported
 * anew has another id than the one remembered here. `null`: there is none.
 */
export async function recognizeAnew(
  means: RecognizeMeans,
  shown: Shown,
  unknown: Identified,
): Promise<Identified | null> {
  const { presented, sender } = shown;
  if (presented.kind !== "text" || !means.isolate.imported.forget(unknown.digest)) return null;
  const anew = await recognizeForeign(means, { ...presented, sender });
  return anew.ok ? anew.value : null;
}

async function recognizeForeign(
  { env, settings, isolate }: RecognizeMeans,
  { via, ...lookup }: Lookup & Pick<Identified, "via">,
): Promise<Result<Identified, NotRecognized>> {
  const found = await findImportedKey({ env, settings, imported: isolate.imported }, lookup);
  if (found.ok) return ok({ ...found.value, via });
  const check = found.error.code === "malformed_key" ? "format" : "known";
  return err({ check, refusal: found.error });
}
