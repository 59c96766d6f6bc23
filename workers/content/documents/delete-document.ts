/** The end of a document; triggers take it out of the full-text index. */
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { DocumentRef } from "#shared/content/documents.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { ok, type Result } from "#shared/result.ts";
import { documents } from "#workers/db/content-schema.ts";
import type { ContentDeps } from "../deps.ts";
import { findDocument } from "./document-rows.ts";

/** Refusals: `not_found`, the second time too. */
export async function deleteDocument(
  deps: ContentDeps,
  principal: Principal,
  { id }: DocumentRef,
): Promise<Result<DocumentRef, Refusal>> {
  const found = await findDocument(deps, principal, id);
  if (!found.ok) return found;
  await drizzle(deps.db).delete(documents).where(eq(documents.id, id));
  return ok({ id });
}
