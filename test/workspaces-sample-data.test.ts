/** Sample data fills an empty workspace, once, with things that the API itself would have taken. */
import { expect, test } from "vitest";
import { z } from "zod";
import { epochMs } from "#shared/brand.ts";
import { SAMPLE_AUTOMATIONS } from "#workers/workspaces/sample/automations.ts";
import { sampleEvents } from "#workers/workspaces/sample/events.ts";
import { written } from "./snapshot.ts";
import { type Answer, call, newMember, newWorld, type World } from "./world.ts";

function statusesOf(answers: readonly Answer[]): number[] {
  return answers.map((answer) => answer.status).toSorted((left, right) => left - right);
}

const fill = ({ workspace, key }: World): Promise<Answer> =>
  call("POST", `/v1/workspaces/${workspace}/sample-data`, { key: key.secret });

const listSchema = z.object({ data: z.array(z.record(z.string(), z.unknown())) });

async function list({ key, workspace }: World, path: string): Promise<Readonly<Record<string, unknown>>[]> {
  const answer = await call("GET", `${path}?workspace=${workspace}&limit=100`, { key: key.secret });
  return listSchema.parse(answer.body).data;
}

test("an empty workspace gets events, documents, production items and automations around today", async () => {
  const world = await newWorld();
  const answer = await fill(world);
  const counts = { events: 3, documents: 6, production_items: 12, automations: 2 };
  expect(answer).toMatchObject({ status: 201, body: counts });
  const [events, documents, items, automations] = await Promise.all(
    ["/v1/events", "/v1/documents", "/v1/production/items", "/v1/automations"].map((path) => list(world, path)),
  );
  expect([events?.length, documents?.length, items?.length, automations?.length]).toEqual(Object.values(counts));
  const now = new Date().toISOString();
  expect(events?.map((event) => String(event["starts_at"]) < now)).toEqual([true, false, false]);
  expect(new Set(items?.map((item) => item["status"]))).toEqual(
    new Set(["planned", "in_progress", "blocked", "ready", "done"]),
  );
  const isLate = z
    .object({ status: z.string(), due_at: z.string().nullable() })
    .transform((item) => item.status !== "done" && item.due_at !== null && item.due_at < now);
  const late = items?.filter((item) => isLate.parse(item));
  expect(late).toHaveLength(2);
  const found = await call("GET", `/v1/documents?workspace=${world.workspace}&query=rider`, { key: world.key.secret });
  expect(listSchema.parse(found.body).data.length).toBeGreaterThan(0);
  const audit = await call("GET", "/v1/audit?action=workspace.sample_data_added", { key: world.key.secret });
  expect(audit.body["data"]).toMatchObject([{ target: { id: world.workspace }, detail: counts }]);
});

test("sample data is added once, also when it is asked for several times at once", async () => {
  const world = await newWorld();
  const answers = await Promise.all([fill(world), fill(world), fill(world)]);
  expect(statusesOf(answers)).toEqual([201, 409, 409]);
  expect(await list(world, "/v1/events")).toHaveLength(3);
  expect(await fill(world)).toMatchObject({ status: 409, body: { code: "conflict" } });
});

test("a workspace with anything in it, and who does not run it, gets no sample data", async () => {
  const world = await newWorld();
  const automation = { name: "Mine", url: "https://example.com/" };
  await call("POST", `/v1/automations?workspace=${world.workspace}`, { key: world.key.secret, body: automation });
  const other = await newWorld();
  const admin = await newMember(other.workspace, "admin");
  const before = await written();
  expect((await fill(world)).status).toBe(409);
  expect((await fill({ ...other, workspace: world.workspace })).status).toBe(404);
  expect(await written()).toEqual(before);
  expect((await fill({ ...other, key: admin.key })).status).toBe(201);
});

test("sample automations are acceptable to the API, and their addresses belong to nobody", async () => {
  const world = await newWorld();
  for (const { inputSchema, ...automation } of SAMPLE_AUTOMATIONS) {
    const body = { ...automation, input_schema: inputSchema };
    const answer = await call("POST", `/v1/automations?workspace=${world.workspace}`, { key: world.key.secret, body });
    expect(answer.status).toBe(201);
    expect(new URL(automation.url).hostname).toBe("example.com");
  }
});

test("sample events end after they start, whatever time it is", () => {
  for (const now of [0, Date.UTC(2028, 1, 29, 23, 59), Date.UTC(2027, 11, 31)]) {
    for (const event of sampleEvents(epochMs(now))) expect(event.endsAt).toBeGreaterThan(event.startsAt);
  }
});
