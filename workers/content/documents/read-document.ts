/** One document with its body. */
import type { Document, DocumentRef } from "#shared/content/documents.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { ok, type Result } from "#shared/result.ts";
import type { ContentDeps } from "../deps.ts";
import { findDocument, toDocument } from "./document-rows.ts";

/** Refusals: `not_found`. */
export async function readDocument(
  deps: ContentDeps,
  principal: Principal,
  { id }: DocumentRef,
): Promise<Result<Document, Refusal>> {
  const found = await findDocument(deps, principal, id);
  return found.ok ? ok(toDocument(found.value)) : found;
}
