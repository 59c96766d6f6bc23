/** Events, called as the surfaces call them, on a real D1. */
import { expect, test } from "vitest";
import type { z } from "zod";
import {
  createEventInputSchema,
  type EventOrder,
  listEventsInputSchema,
  newEventSchema,
  updateEventInputSchema,
} from "#shared/content/events.ts";
import type { Principal } from "#shared/principal.ts";
import { createEvent } from "#workers/content/events/create-event.ts";
import { getEvent } from "#workers/content/events/get-event.ts";
import { listEvents } from "#workers/content/events/list-events.ts";
import { updateEvent } from "#workers/content/events/update-event.ts";
import { addEvent, deps, later, newPrincipal, refusal, rowCount, value } from "./content-world.ts";

async function titles(principal: Principal, filters: z.input<typeof listEventsInputSchema>): Promise<string[]> {
  const page = value(await listEvents(deps, principal, listEventsInputSchema.parse(filters)));
  return page.data.map(({ title }) => title);
}

test("times are answered in UTC whatever zone they came in, and a time without a zone is refused", async () => {
  const principal = await newPrincipal();
  const event = await addEvent(principal, { starts_at: "2027-05-01T20:00:00+02:00" });
  expect(event.starts_at).toBe("2027-05-01T18:00:00.000Z");
  const bad = ["2027-05-01T20:00:00", "2027-02-30T20:00:00Z", "tomorrow", "", "2027-05-01", "99999"];
  const taken = bad.filter((starts_at) => createEventInputSchema.safeParse({ title: "Gala", starts_at }).success);
  expect(taken).toEqual([]);
});

test("an event never ends before it starts, not even by two partial updates", async () => {
  const principal = await newPrincipal();
  const before = await rowCount("events");
  const backwards = { title: "Gala", starts_at: "2027-05-01T18:00:00Z", ends_at: "2027-05-01T17:59:59Z" };
  expect(refusal(await createEvent(deps, principal, createEventInputSchema.parse(backwards)))).toMatchObject({
    code: "invalid_request",
    errors: [{ path: "/ends_at" }],
  });
  expect(await rowCount("events")).toBe(before);
  const { id } = await addEvent(principal, { ends_at: "2027-05-01T20:00:00Z" });
  const patches = [{ starts_at: "2027-05-01T21:00:00Z" }, { ends_at: "2027-05-01T17:00:00Z" }];
  for (const patch of patches) {
    const refused = await updateEvent(later, principal, updateEventInputSchema.parse({ id, ...patch }));
    expect(refusal(refused)).toMatchObject({ code: "invalid_request", errors: [{ path: "/ends_at" }] });
  }
  const together = { id, starts_at: "2027-05-01T19:30:00Z" };
  const apart = { id, ends_at: "2027-05-01T19:00:00Z" };
  await Promise.all(
    [together, apart].map((patch) => updateEvent(later, principal, updateEventInputSchema.parse(patch))),
  );
  const left = value(await getEvent(deps, principal, { id }));
  expect(Date.parse(left.ends_at ?? "")).toBeGreaterThanOrEqual(Date.parse(left.starts_at));
});

test("a patch changes what it names, null clears, and a patch that names nothing is refused with what it may name", async () => {
  const principal = await newPrincipal();
  const event = await addEvent(principal, { venue: "Arena", notes: "n", ends_at: "2027-05-01T20:00:00Z" });
  const patch = updateEventInputSchema.parse({ id: event.id, venue: null, ends_at: null, status: "live" });
  expect(value(await updateEvent(later, principal, patch))).toEqual({
    ...event,
    venue: null,
    ends_at: null,
    status: "live",
    updated_at: "2027-05-01T12:01:00.000Z",
  });
  const empty = updateEventInputSchema.safeParse({ id: event.id });
  expect(empty.error?.issues[0]?.message).toBe("give at least one of title, venue, starts_at, ends_at, status, notes");
  const bad = [{ title: null }, { title: " " }, { status: "lost" }, { workspace_id: "ws_12345678" }];
  expect(bad.filter((fields) => updateEventInputSchema.safeParse({ id: event.id, ...fields }).success)).toEqual([]);
});

test("events are filtered by status, time and text, and text is never a pattern", async () => {
  const principal = await newPrincipal();
  await addEvent(principal, { title: "100% jazz", starts_at: "2027-05-01T18:00:00Z", status: "confirmed" });
  await addEvent(principal, {
    title: "Long fair",
    venue: "Halle_7",
    starts_at: "2027-05-02T08:00:00Z",
    ends_at: "2027-05-09T20:00:00Z",
  });
  await addEvent(principal, { title: "Late", starts_at: "2027-06-01T18:00:00Z", notes: "Ticket's out" });
  expect(await titles(principal, {})).toEqual(["100% jazz", "Long fair", "Late"]);
  expect(await titles(principal, { status: "confirmed" })).toEqual(["100% jazz"]);
  expect(await titles(principal, { from: "2027-05-05T00:00:00Z" })).toEqual(["Long fair", "Late"]);
  expect(await titles(principal, { to: "2027-05-02T08:00:00Z" })).toEqual(["100% jazz"]);
  expect(await titles(principal, { query: "JAZZ" })).toEqual(["100% jazz"]);
  expect(await titles(principal, { query: "%" })).toEqual(["100% jazz"]);
  expect(await titles(principal, { query: "_" })).toEqual(["Long fair"]);
  expect(await titles(principal, { query: "ticket's" })).toEqual(["Late"]);
  expect(await titles(principal, { query: "x' OR '1'='1" })).toEqual([]);
});

test("pages follow each other without gaps or repeats, ties and new rows included", async () => {
  const principal = await newPrincipal();
  for (let index = 0; index < 7; index += 1) await addEvent(principal, { title: `E${index}` });
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = value(await listEvents(deps, principal, listEventsInputSchema.parse({ limit: 3, cursor })));
    expect(page.data.length).toBeLessThanOrEqual(3);
    seen.push(...page.data.map(({ id }) => id));
    await addEvent(principal, { title: "Earlier", starts_at: "2020-01-01T00:00:00Z" });
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  expect(new Set(seen).size).toBe(7);
  expect(seen).toHaveLength(7);
});

test("events come the latest first where that is asked for, page after page, and a cursor of one order is none of the other", async () => {
  const principal = await newPrincipal();
  const starts = ["2027-05-01T12:00:00Z", "2027-05-02T12:00:00Z", "2027-05-02T12:00:00Z", "2027-05-03T12:00:00Z"];
  for (const starts_at of starts) await addEvent(principal, { starts_at });
  const page = async (sort: EventOrder, cursor?: string) =>
    listEvents(deps, principal, { ...listEventsInputSchema.parse({ limit: 2, cursor }), sort });
  const first = value(await page("-starts_at"));
  const cursor = first.next_cursor ?? "";
  const second = value(await page("-starts_at", cursor));
  const earliest = value(await listEvents(deps, principal, listEventsInputSchema.parse({})));
  expect([...first.data, ...second.data]).toEqual(earliest.data.toReversed());
  expect(second.next_cursor).toBeNull();
  expect(refusal(await page("starts_at", cursor))).toMatchObject({ code: "invalid_request" });
});

test("a time that its offset carries out of the years of four digits is refused, for clients refuse it in lists", () => {
  const event = { title: "Far" };
  for (const starts_at of ["9999-12-31T23:59:59-12:00", "0000-01-01T00:00:00+14:00", "0000-06-01T00:00:00Z"]) {
    expect(newEventSchema.safeParse({ ...event, starts_at }).success).toBe(false);
  }
  expect(newEventSchema.safeParse({ ...event, starts_at: "9999-12-31T23:59:59Z" }).success).toBe(true);
});
