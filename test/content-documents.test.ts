/** Documents and the search in them, called as the surfaces call them, on a real D1. */
import { expect, test } from "vitest";
import {
  createDocumentInputSchema,
  listDocumentsInputSchema,
  searchDocumentsInputSchema,
  updateDocumentInputSchema,
} from "#shared/content/documents.ts";
import type { Principal } from "#shared/principal.ts";
import { createDocument } from "#workers/content/documents/create-document.ts";
import { deleteDocument } from "#workers/content/documents/delete-document.ts";
import { listDocuments } from "#workers/content/documents/list-documents.ts";
import { readDocument } from "#workers/content/documents/read-document.ts";
import { searchDocuments } from "#workers/content/documents/search-documents.ts";
import { updateDocument } from "#workers/content/documents/update-document.ts";
import {
  addDocument,
  addEvent,
  deps,
  later,
  newPrincipal,
  newWorkspace,
  principalOf,
  refusal,
  value,
} from "./content-world.ts";

async function search(principal: Principal, query: string): Promise<string[]> {
  const input = searchDocumentsInputSchema.parse({ query });
  return value(await searchDocuments(deps, principal, input)).data.map(({ id }) => id);
}

test("a document belongs to an event of its own workspace or to none", async () => {
  const [one, two] = [await newWorkspace(), await newWorkspace()];
  const both = principalOf(one, two);
  const event = await addEvent(both, { workspace: two });
  const input = createDocumentInputSchema.parse({ workspace: one, title: "x", body: "", event_id: event.id });
  expect(refusal(await createDocument(deps, both, input))).toEqual({ code: "not_found", what: "event" });
  const id = await addDocument(both, { workspace: one });
  const moved = await updateDocument(deps, both, { id, event_id: event.id });
  expect(refusal(moved)).toEqual({ code: "not_found", what: "event" });
});

test("documents are listed by last change, by event, without their bodies", async () => {
  const principal = await newPrincipal();
  const event = await addEvent(principal);
  const first = await addDocument(principal, { event_id: event.id });
  const second = await addDocument(principal, { title: "Plan" });
  value(await updateDocument(later, principal, updateDocumentInputSchema.parse({ id: first, body: "new" })));
  const all = value(await listDocuments(deps, principal, listDocumentsInputSchema.parse({})));
  expect(all.data.map(({ id }) => id)).toEqual([first, second]);
  expect(all.data[0]).not.toHaveProperty("body");
  const ofEvent = value(await listDocuments(deps, principal, listDocumentsInputSchema.parse({ event: event.id })));
  expect(ofEvent.data.map(({ id }) => id)).toEqual([first]);
});

test("a search finds all words in any order, the last as a prefix, titles before bodies, accents and case aside", async () => {
  const principal = await newPrincipal();
  const inBody = await addDocument(principal, { title: "Notes", body: "The café needs a stage plot by noon" });
  const inTitle = await addDocument(principal, { title: "Stage plot", body: "Drums left, café right" });
  expect(await search(principal, "stage plot")).toEqual([inTitle, inBody]);
  expect(await search(principal, "PLOT cafe")).toContain(inBody);
  expect(await search(principal, "dru")).toEqual([inTitle]);
  expect(await search(principal, "dru left")).toEqual([]);
  expect(await search(principal, "stage trumpet")).toEqual([]);
  const hits = value(await searchDocuments(deps, principal, searchDocumentsInputSchema.parse({ query: "noon" })));
  expect(hits.data[0]?.snippet).toBe("The café needs a stage plot by **noon**");
});

test("a search follows changes and deletions, and its pages", async () => {
  const principal = await newPrincipal();
  const [changed, deleted] = [await addDocument(principal), await addDocument(principal)];
  const kept = await addDocument(principal);
  const input = searchDocumentsInputSchema.parse({ query: "monitors", limit: 2 });
  const first = value(await searchDocuments(deps, principal, input));
  const second = value(await searchDocuments(deps, principal, { ...input, cursor: first.next_cursor ?? "" }));
  const seen = [...first.data, ...second.data].map(({ id }) => id);
  expect(seen).toHaveLength(3);
  expect(new Set<string>(seen)).toEqual(new Set<string>([changed, deleted, kept]));
  expect(second.next_cursor).toBeNull();
  value(await updateDocument(deps, principal, { id: changed, body: "wedges" }));
  value(await deleteDocument(deps, principal, { id: deleted }));
  expect(await search(principal, "monitors")).toEqual([kept]);
});

test("no text is a syntax error in a search, or a way out of the workspace", async () => {
  const [mine, other] = [await newPrincipal(), await newPrincipal()];
  await addDocument(other, { title: "Secret", body: "rider of others OR NEAR NOT AND" });
  const queries = [
    `" OR * NEAR(`,
    `title:rider`,
    `rider"`,
    `"`,
    `*`,
    `a*b*`,
    `NEAR(rider others, 5)`,
    `NOT rider`,
    `rider OR`,
    `{title body}: rider`,
    `^rider`,
    `-rider + others`,
    `'; DROP TABLE documents; --`,
    `😀 👩‍🚀`,
    `ريدر`,
    `x \u0301`,
    `x`.repeat(200),
    Array.from({ length: 60 }, () => "or").join(" "),
  ];
  for (const query of queries) expect(await search(mine, query)).toEqual([]);
  expect(await search(other, `" OR * NEAR(`)).toHaveLength(1);
});

test("a document may be large, up to a stated size", async () => {
  const principal = await newPrincipal();
  const body = `${"äöü ".repeat(100_000)}needle`;
  const id = await addDocument(principal, { body });
  expect(value(await readDocument(deps, principal, { id })).body).toBe(body);
  expect(await search(principal, "needle")).toEqual([id]);
  const tooLarge = { title: "x", body: "x".repeat(512 * 1024 + 1) };
  expect(createDocumentInputSchema.safeParse(tooLarge).success).toBe(false);
  for (const bad of ["a\u0000b", "a\u001bb", "\udc00"]) {
    expect(createDocumentInputSchema.safeParse({ title: "x", body: bad }).success).toBe(false);
  }
});
