/** What all content has in common: who reaches it, what text it takes, how lists go on. On a real D1. */
import { expect, test } from "vitest";
import { z } from "zod";
import { searchDocumentsInputSchema } from "#shared/content/documents.ts";
import { createEventInputSchema, listEventsInputSchema, updateEventInputSchema } from "#shared/content/events.ts";
import { type ProductionItem, createItemInputSchema } from "#shared/content/production.ts";
import type { EventId, WorkspaceId } from "#shared/ids.ts";
import type { Principal } from "#shared/principal.ts";
import { nameSchema } from "#shared/text.ts";
import { createDocument } from "#workers/content/documents/create-document.ts";
import { deleteDocument } from "#workers/content/documents/delete-document.ts";
import { readDocument } from "#workers/content/documents/read-document.ts";
import { searchDocuments } from "#workers/content/documents/search-documents.ts";
import { updateDocument } from "#workers/content/documents/update-document.ts";
import { deleteEvent } from "#workers/content/events/delete-event.ts";
import { getEvent } from "#workers/content/events/get-event.ts";
import { listEvents } from "#workers/content/events/list-events.ts";
import { updateEvent } from "#workers/content/events/update-event.ts";
import { createItem } from "#workers/content/production/create-item.ts";
import { deleteItem } from "#workers/content/production/delete-item.ts";
import { getItem } from "#workers/content/production/get-item.ts";
import { getProductionStatus } from "#workers/content/production/get-production-status.ts";
import { updateItem } from "#workers/content/production/update-item.ts";
import { listReachedWorkspaces } from "#workers/content/workspaces/list-reached-workspaces.ts";
import { decodeCursor, encodeCursor } from "#workers/db/cursor.ts";
import {
  UNKNOWN,
  addDocument,
  addEvent,
  addItem,
  deps,
  newPrincipal,
  newWorkspace,
  principalOf,
  refusal,
  value,
} from "./content-world.ts";

const HOSTILE = [
  `<img src=x onerror="alert(1)">`,
  `'); DROP TABLE events; --`,
  "ليلة الافتتاح",
  "👩‍🚀 Première 🎪",
  String.raw`\" OR 1=1`,
];

async function search(principal: Principal, query: string): Promise<string[]> {
  const input = searchDocumentsInputSchema.parse({ query });
  return value(await searchDocuments(deps, principal, input)).data.map(({ id }) => id);
}

test("a name is one visible line of at most 100 characters, of any script", () => {
  const good = ["n8n", "👩‍🚀".repeat(2), "مفتاح", "é".repeat(100), "😀".repeat(100), "<b>'; --</b>", "a\u200fb"];
  for (const name of good) expect(nameSchema.parse(name)).toBe(name);
  expect(nameSchema.parse("  Claude Desktop \n")).toBe("Claude Desktop");
  const bad = [
    "",
    " \t ",
    "\u200b\u2060",
    "\u3164",
    "a\u0000b",
    "a\nb",
    "a\u0085b",
    "a\u2028b",
    "\ud800",
    "gpj\u202eexe",
    "\u2066a",
    "x".repeat(101),
    "😀".repeat(101),
    "x".repeat(1000),
  ];
  expect(bad.filter((name) => nameSchema.safeParse(name).success)).toEqual([]);
});

test("what people write comes back character for character, markup and SQL included", async () => {
  const principal = await newPrincipal();
  for (const text of HOSTILE) {
    const created = await addEvent(principal, { title: text, venue: text, notes: `${text}\n\t${text}` });
    expect(created).toMatchObject({ title: text, venue: text, notes: `${text}\n\t${text}`, status: "draft" });
    expect(value(await getEvent(deps, principal, created))).toEqual(created);
  }
  const body = `# ${HOSTILE.join("\n")}`;
  const id = await addDocument(principal, { title: "<b>Rider</b>", body });
  const read = value(await readDocument(deps, principal, { id }));
  expect(read).toMatchObject({ title: "<b>Rider</b>", body });
});

test("content of another workspace reads exactly as content that does not exist, and is not changed", async () => {
  const [mine, other] = [await newPrincipal(), await newPrincipal()];
  const theirs = await addEvent(other, { ends_at: "2027-05-01T20:00:00Z" });
  const item = await addItem(other, theirs.id);
  const doc = await addDocument(other);
  const unknown = { event: UNKNOWN.event, item: UNKNOWN.item, doc: UNKNOWN.document };
  const answers = async (ids: { event: EventId; item: ProductionItem["id"]; doc: typeof doc }) => [
    refusal(await getEvent(deps, mine, { id: ids.event })),
    refusal(await updateEvent(deps, mine, { id: ids.event, title: "Mine" })),
    refusal(await deleteEvent(deps, mine, { id: ids.event })),
    refusal(await getProductionStatus(deps, mine, { event: ids.event })),
    refusal(
      await createItem(deps, mine, createItemInputSchema.parse({ event_id: ids.event, department: "x", title: "x" })),
    ),
    refusal(await createDocument(deps, mine, { title: "x", body: "", event_id: ids.event })),
    refusal(await getItem(deps, mine, { id: ids.item })),
    refusal(await updateItem(deps, mine, { id: ids.item, title: "Mine" })),
    refusal(await deleteItem(deps, mine, { id: ids.item })),
    refusal(await readDocument(deps, mine, { id: ids.doc })),
    refusal(await updateDocument(deps, mine, { id: ids.doc, title: "Mine" })),
    refusal(await deleteDocument(deps, mine, { id: ids.doc })),
  ];
  const hidden = await answers({ event: theirs.id, item: item.id, doc });
  expect(hidden).toEqual(await answers(unknown));
  for (const answer of hidden) expect(answer.code).toBe("not_found");
  expect(value(await getEvent(deps, other, theirs))).toEqual(theirs);
  expect(value(await getItem(deps, other, item))).toEqual(item);
  expect(value(await readDocument(deps, other, { id: doc })).title).toBe("Rider");
});

function list(principal: Principal, workspace?: WorkspaceId): ReturnType<typeof listEvents> {
  return listEvents(deps, principal, listEventsInputSchema.parse({ workspace }));
}

test("the workspace may be left out when there is one, must be named when there are several, and must be in reach", async () => {
  const [one, two, foreign] = [await newWorkspace(), await newWorkspace(), await newWorkspace()];
  expect((await list(principalOf(one))).ok).toBe(true);
  expect((await list(principalOf(one, two), two)).ok).toBe(true);
  expect(refusal(await list(principalOf(one, two)))).toEqual({ code: "workspace_required" });
  expect(refusal(await list(principalOf()))).toEqual({ code: "workspace_required" });
  expect(refusal(await list(principalOf(one), foreign))).toEqual({ code: "not_found", what: "workspace" });
  expect(refusal(await list(principalOf(one, two), foreign))).toEqual({ code: "not_found", what: "workspace" });
  const event = await addEvent(principalOf(one));
  const elsewhere = createItemInputSchema.parse({ workspace: two, event_id: event.id, department: "x", title: "x" });
  expect(refusal(await createItem(deps, principalOf(one, two), elsewhere)).code).toBe("not_found");
  const { data } = value(await listReachedWorkspaces(deps, principalOf(one, two)));
  expect(data.map(({ id }) => id).toSorted()).toEqual([one, two].toSorted());
  expect(data[0]).toMatchObject({ name: "Stage", role: "member" });
});

test("a key that reaches 200 workspaces can still ask for their names", async () => {
  const ids = await Promise.all(Array.from({ length: 200 }, () => newWorkspace()));
  expect(value(await listReachedWorkspaces(deps, principalOf(...ids))).data).toHaveLength(200);
});

test("a cursor that was cut, edited, invented or taken from another list is refused", async () => {
  const principal = await newPrincipal();
  for (let index = 0; index < 2; index += 1) await addEvent(principal);
  const page = value(await listEvents(deps, principal, listEventsInputSchema.parse({ limit: 1 })));
  const good = page.next_cursor ?? "";
  const flipped = Array.from(good, (character, index) => {
    return `${good.slice(0, index)}${character === "A" ? "B" : "A"}${good.slice(index + 1)}`;
  });
  const bad = [...flipped, good.slice(0, -1), `${good}A`, "", "null", "🙂", "W10", encodeCursor(["events"])];
  bad.push(encodeCursor(["documents", 1, "doc_1"]), encodeCursor(["events", "1", "evt_1"]), "' OR 1=1", "=".repeat(9));
  for (const cursor of bad) {
    const refused = await listEvents(deps, principal, { ...listEventsInputSchema.parse({}), cursor });
    expect(refusal(refused)).toMatchObject({ code: "invalid_request", errors: [{ path: "cursor" }] });
  }
  const offset = searchDocumentsInputSchema.parse({ query: "x", cursor: encodeCursor(["search", 1_000_000_000]) });
  expect(refusal(await searchDocuments(deps, principal, offset)).code).toBe("invalid_request");
});

test("a cursor carries any text and number unchanged", () => {
  const parts = ['é👩‍🚀"\\', -1.5, Number.MAX_SAFE_INTEGER, ""];
  expect(decodeCursor(encodeCursor(parts), z.array(z.union([z.string(), z.number()])))).toEqual({
    ok: true,
    value: parts,
  });
});

test("limits are whole numbers from 1 to 100", () => {
  const bad = [0, -1, 101, 1.5, Number.NaN, "5", null];
  expect(bad.filter((limit) => listEventsInputSchema.safeParse({ limit }).success)).toEqual([]);
  expect(listEventsInputSchema.parse({}).limit).toBe(25);
});

test("deleting an event takes its production items along and leaves its documents without one", async () => {
  const principal = await newPrincipal();
  const event = await addEvent(principal);
  const item = await addItem(principal, event.id);
  const id = await addDocument(principal, { event_id: event.id });
  expect(value(await deleteEvent(deps, principal, event))).toEqual({ id: event.id });
  expect(refusal(await deleteEvent(deps, principal, event)).code).toBe("not_found");
  expect(refusal(await getItem(deps, principal, item)).code).toBe("not_found");
  expect(value(await readDocument(deps, principal, { id })).event_id).toBeNull();
  expect(await search(principal, "monitors")).toEqual([id]);
});

test("unknown fields and ids of the wrong kind are refused by name", () => {
  const issues = createEventInputSchema.safeParse({ title: "x", starts_at: "2027-05-01T18:00:00Z", color: "red" });
  expect(issues.error?.issues[0]).toMatchObject({ code: "unrecognized_keys", keys: ["color"] });
  const bad = ["doc_0000000000000000", "evt_", "", "evt_000000000000000'", "evt_0000000000000000 ", 5, null];
  expect(bad.filter((id) => updateEventInputSchema.safeParse({ id, title: "x" }).success)).toEqual([]);
});
