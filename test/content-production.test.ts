/** Production items and the status of an event, called as the surfaces call them, on a real D1. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { z } from "zod";
import { listItemsInputSchema, updateItemInputSchema } from "#shared/content/production.ts";
import type { Principal } from "#shared/principal.ts";
import { getProductionStatus } from "#workers/content/production/get-production-status.ts";
import { listItems } from "#workers/content/production/list-items.ts";
import { updateItem } from "#workers/content/production/update-item.ts";
import { addEvent, addItem, deps, later, newPrincipal, value } from "./content-world.ts";

async function items(principal: Principal, filters: z.input<typeof listItemsInputSchema>): Promise<string[]> {
  const page = value(await listItems(deps, principal, listItemsInputSchema.parse(filters)));
  return page.data.map(({ title }) => title);
}

test("production items are filtered by event, status, department, assignee and what is overdue", async () => {
  const principal = await newPrincipal();
  const [gala, fair] = [await addEvent(principal), await addEvent(principal, { title: "Fair" })];
  await addItem(principal, gala.id, { title: "late", due_at: "2027-05-01T11:59:59Z", assignee: "Zoë" });
  await addItem(principal, gala.id, { title: "late but done", due_at: "2027-05-01T10:00:00Z", status: "done" });
  await addItem(principal, gala.id, { title: "now", due_at: "2027-05-01T12:00:00Z", department: "Light" });
  await addItem(principal, fair.id, { title: "no date", status: "blocked" });
  expect(await items(principal, {})).toEqual(["late but done", "late", "now", "no date"]);
  expect(await items(principal, { event: fair.id })).toEqual(["no date"]);
  expect(await items(principal, { status: "done" })).toEqual(["late but done"]);
  expect(await items(principal, { department: "light" })).toEqual(["now"]);
  expect(await items(principal, { assignee: "zoë" })).toEqual(["late"]);
  expect(await items(principal, { overdue: true })).toEqual(["late"]);
  expect(await items(principal, { overdue: false })).toEqual(["late but done", "now", "no date"]);
  const page = value(await listItems(deps, principal, listItemsInputSchema.parse({ limit: 3 })));
  expect(await items(principal, { cursor: page.next_cursor ?? "" })).toEqual(["no date"]);
});

test("an event's production status counts every item, and names what is blocked, overdue and still to come", async () => {
  const principal = await newPrincipal();
  const event = await addEvent(principal);
  const blocked = await addItem(principal, event.id, { status: "blocked", due_at: "2027-05-01T09:00:00Z" });
  const late = await addItem(principal, event.id, { due_at: "2027-05-01T11:00:00Z" });
  const next = await addItem(principal, event.id, { status: "ready", due_at: "2027-05-01T16:00:00Z" });
  await addItem(principal, event.id, { status: "done", due_at: "2027-05-01T08:00:00Z" });
  await addItem(principal, (await addEvent(principal)).id, { status: "blocked" });
  expect(value(await getProductionStatus(deps, principal, { event: event.id }))).toEqual({
    event: { id: event.id, title: "Gala", status: "draft", starts_at: "2027-05-01T18:00:00.000Z" },
    total: 4,
    counts: { planned: 1, in_progress: 0, blocked: 1, ready: 1, done: 1 },
    overdue_total: 2,
    blocked: [blocked],
    overdue: [blocked, late],
    upcoming: [next],
  });
  const done = updateItemInputSchema.parse({ id: blocked.id, status: "done", note: "<b>ok</b>", due_at: null });
  expect(value(await updateItem(later, principal, done))).toMatchObject({
    status: "done",
    note: "<b>ok</b>",
    due_at: null,
  });
  expect(value(await getProductionStatus(deps, principal, { event: event.id }))).toMatchObject({
    counts: { blocked: 0, done: 2 },
    overdue: [late],
    blocked: [],
  });
});

test("the status of an event without items is all zeros, and long lists are cut while counts are not", async () => {
  const principal = await newPrincipal();
  const event = await addEvent(principal);
  const empty = value(await getProductionStatus(deps, principal, { event: event.id }));
  expect(empty).toMatchObject({ total: 0, overdue_total: 0, blocked: [], overdue: [] });
  await env.DB.prepare(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)
     INSERT INTO production_items (id, workspace_id, event_id, department, title, status, due_at, created_at, updated_at)
     SELECT 'itm_' || substr('0000000000000000' || i, -16), ?1, ?2, 'x', 'x', 'blocked', 1, 1, 1 FROM n`,
  )
    .bind(event.workspace_id, event.id)
    .run();
  const full = value(await getProductionStatus(deps, principal, { event: event.id }));
  expect(full).toMatchObject({ total: 60, overdue_total: 60, counts: { blocked: 60 } });
  expect([full.blocked.length, full.overdue.length]).toEqual([50, 50]);
});
