/**
 * Runs: what is sent, what is recorded. The network alone is faked, at the wire (`deps.fetch`); that a real server sees the
 * same request over a socket is for the tests that start one.
 */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { z } from "zod";
import { createAutomationInputSchema, listRunsInputSchema } from "#shared/content/automations.ts";
import { sessionIdSchema } from "#shared/ids.ts";
import { getSigningSecret } from "#workers/content/automations/get-signing-secret.ts";
import { listRuns } from "#workers/content/automations/list-runs.ts";
import { runAutomation } from "#workers/content/automations/run-automation.ts";
import { newApp } from "./app-world.ts";
import { addAutomation, creationError, fine, hmacHex, network, runInput } from "./automation-world.ts";
import { newPrincipal, principalOf, refusal, rowCount, value } from "./content-world.ts";
import { signIn } from "./people.ts";
import { newWorld, sql } from "./world.ts";

function json(schema: Record<string, unknown>): z.input<typeof createAutomationInputSchema>["input_schema"] {
  return createAutomationInputSchema.shape.input_schema.parse(schema);
}

test("a run posts its input with an id and a signature that the webhook can check, and is recorded", async () => {
  const principal = await newPrincipal();
  const { deps, sent } = network(fine);
  const automation = await addAutomation(principal);
  const input = { text: "<b>'; DROP TABLE --</b> 🎪 ليلة" };
  const run = value(await runAutomation(deps, principal, runInput(automation.id, input)));
  expect(run).toMatchObject({
    automation_id: automation.id,
    status: "succeeded",
    started_at: "2027-05-01T12:00:00.000Z",
    duration_ms: 40,
    response_status: 200,
    response_excerpt: `{"done":true}`,
    error: null,
  });
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({ url: automation.url, method: "POST", redirect: "manual" });
  const body = sent[0]?.body ?? "";
  const sentAt = "2027-05-01T12:00:00.020Z";
  expect(JSON.parse(body)).toEqual({ automation_id: automation.id, run_id: run.id, sent_at: sentAt, input });
  expect(sent[0]?.headers.get("Latchkey-Run-Id")).toBe(run.id);
  const { signing_secret } = value(await getSigningSecret(deps, principal, automation));
  const seconds = Date.parse("2027-05-01T12:00:00Z") / 1000;
  const expected = `t=${seconds},v1=${await hmacHex(signing_secret, `${seconds}.${body}`)}`;
  expect(sent[0]?.headers.get("Latchkey-Signature")).toBe(expected);
  const { data } = value(await listRuns(deps, principal, listRunsInputSchema.parse({ id: automation.id })));
  expect(data).toEqual([{ ...run, started_by: { user: null, credential: "key" } }]);
});

test("a history names who ran it, by key, by app or signed in, never the key, and nobody once that is gone", async () => {
  const { owner, workspace, key } = await newWorld();
  const { sessionId } = await signIn(owner);
  const { deps } = network(fine, fine, fine);
  const byKey = { ...principalOf(workspace), credential: { kind: "key", id: key.id } as const };
  const signedIn = { ...byKey, credential: { kind: "session", id: sessionIdSchema.parse(sessionId) } as const };
  const app = await newApp(owner, { workspaces: [workspace] });
  const byApp = { ...byKey, credential: { kind: "app", id: app.id } as const };
  const { id } = await addAutomation(byKey);
  const history = async (): Promise<unknown[]> => {
    const page = value(await listRuns(deps, byKey, listRunsInputSchema.parse({ id })));
    return page.data.map(({ started_by }) => started_by);
  };
  await runAutomation(deps, byKey, runInput(id));
  await runAutomation(deps, signedIn, runInput(id));
  await runAutomation(deps, byApp, runInput(id));
  const user = { id: owner.id, name: owner.name };
  expect(await history()).toEqual([
    { user, credential: "app" },
    { user, credential: "session" },
    { user, credential: "key" },
  ]);
  await sql("DELETE FROM session WHERE id = ?1", sessionId);
  await sql("DELETE FROM connected_apps WHERE id = ?1", app.id);
  expect(await history()).toEqual([
    { user: null, credential: "app" },
    { user: null, credential: "session" },
    { user, credential: "key" },
  ]);
});

test("while the pepper is being rotated a call carries the signatures of both", async () => {
  const principal = await newPrincipal();
  const before = network();
  const automation = await addAutomation(principal);
  const { signing_secret: old } = value(await getSigningSecret(before.deps, principal, automation));
  const { deps, sent } = network(fine);
  const settings = { ...deps.settings, pepper: "q".repeat(32), pepperPrevious: deps.settings.pepper };
  await runAutomation({ ...deps, settings }, principal, runInput(automation.id));
  const [time = "", ...signatures] = (sent[0]?.headers.get("Latchkey-Signature") ?? "").split(",");
  expect(signatures).toHaveLength(2);
  expect(signatures[1]).toBe(`v1=${await hmacHex(old, `${time.slice(2)}.${sent[0]?.body ?? ""}`)}`);
});

test("the same input twice is two runs", async () => {
  const principal = await newPrincipal();
  const { deps, sent } = network(fine, fine);
  const { id } = await addAutomation(principal);
  const runs = [await runAutomation(deps, principal, runInput(id)), await runAutomation(deps, principal, runInput(id))];
  expect(new Set(runs.map((run) => value(run).id)).size).toBe(2);
  expect(sent).toHaveLength(2);
  const page = value(await listRuns(deps, principal, listRunsInputSchema.parse({ id, limit: 1 })));
  expect(page.data[0]?.id).toBe(value(runs[1] ?? { ok: false, error: { code: "internal_error" } }).id);
  const rest = listRunsInputSchema.parse({ id, cursor: page.next_cursor ?? undefined });
  expect(value(await listRuns(deps, principal, rest)).data).toHaveLength(1);
});

test("a webhook that answers an error, or none, is a failed run and not a refused request", async () => {
  const principal = await newPrincipal();
  const { id } = await addAutomation(principal);
  const { deps } = network(
    () => new Response("no such workflow", { status: 404 }),
    () => new Response(null, { status: 500 }),
    () => new Response(new ReadableStream({ pull: (controller) => controller.error(new Error("reset")) })),
  );
  const run = async () => value(await runAutomation(deps, principal, runInput(id)));
  const failed = { status: "failed", response_status: 404, response_excerpt: "no such workflow" };
  expect(await run()).toMatchObject({ ...failed, error: "The webhook answered 404." });
  expect(await run()).toMatchObject({ status: "failed", response_status: 500, response_excerpt: "" });
  expect(await run()).toMatchObject({ status: "failed", error: "The webhook broke off its answer." });
  expect(await run()).toMatchObject({
    status: "failed",
    response_status: null,
    error: "The webhook could not be reached.",
  });
});

test("an input that does not match the schema is refused with the place, and nothing is called or recorded", async () => {
  const principal = await newPrincipal();
  const { deps, sent } = network(fine, fine);
  const input_schema = {
    type: "object",
    properties: {
      channel: { type: "string", pattern: "^#[a-z-]+$" },
      count: { type: "integer", minimum: 1 },
      people: { type: "array", items: { $ref: "#/$defs/person" } },
    },
    required: ["channel"],
    additionalProperties: false,
    $defs: { person: { type: "object", properties: { name: { type: "string" } }, required: ["name"] } },
  };
  const { id } = await addAutomation(principal, { input_schema });
  const errors = async (input: Record<string, unknown>): Promise<unknown> => {
    const refused = refusal(await runAutomation(deps, principal, runInput(id, input)));
    return refused.code === "invalid_request" ? refused.errors[0] : refused;
  };
  const mismatch = "does not match the automation's input_schema";
  expect(await errors({})).toEqual({ path: "/input/channel", message: "is required" });
  expect(await errors({ channel: 5 })).toEqual({ path: "/input/channel", message: "expected string" });
  expect(await errors({ channel: "general" })).toEqual({ path: "/input/channel", message: mismatch });
  expect(await errors({ channel: "#a", count: 0 })).toEqual({ path: "/input/count", message: mismatch });
  expect(await errors({ channel: "#a", people: [{}] })).toEqual({
    path: "/input/people/0/name",
    message: "is required",
  });
  const markup = JSON.stringify(await errors({ channel: "#a", "<script>; #/x: Instance": 1 }));
  expect(markup).not.toContain("script");
  expect(await errors({ channel: `#${"a".repeat(1001)}` })).toMatchObject({ path: "/input" });
  expect(await errors({ channel: "#a", people: [{ name: "x".repeat(70_000) }] })).toMatchObject({ path: "/input" });
  expect(sent).toEqual([]);
  expect(value(await listRuns(deps, principal, listRunsInputSchema.parse({ id }))).data).toEqual([]);
  expect(value(await runAutomation(deps, principal, runInput(id, { channel: "#a", count: 2 }))).status).toBe(
    "succeeded",
  );
});

test("only schemas that a run can evaluate are taken", async () => {
  const principal = await newPrincipal();
  const before = await rowCount("automations");
  const nested = (depth: number): Record<string, unknown> => (depth === 0 ? {} : { not: nested(depth - 1) });
  const doubling = Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [
      `d${index}`,
      index === 19 ? {} : { allOf: [{ $ref: `#/$defs/d${index + 1}` }, { $ref: `#/$defs/d${index + 1}` }] },
    ]),
  );
  const bad: Record<string, unknown>[] = [
    {},
    { type: "string" },
    { type: ["object", "null"] },
    { type: "object", properties: { a: { type: "text" } } },
    { type: "object", properties: ["a"] },
    { type: "object", properties: { a: "string" } },
    { type: "object", required: "a" },
    { type: "object", required: [1] },
    { type: "object", $schema: "http://json-schema.org/draft-04/schema#" },
    { type: "object", properties: { a: { $ref: "https://example.com/schema.json" } } },
    { type: "object", properties: { a: { $ref: "#/$defs/none" } } },
    { type: "object", properties: { a: { $ref: "#" } } },
    { type: "object", $defs: { a: { $ref: "#/$defs/b" }, b: { $ref: "#/$defs/a" } }, $ref: "#/$defs/a" },
    { type: "object", $defs: doubling, $ref: "#/$defs/d0" },
    {
      type: "object",
      $defs: { n: { properties: { next: { $ref: "#/$defs/n" } } } },
      properties: { a: { $ref: "#/$defs/n" } },
    },
    { type: "object", $id: "https://example.com/" },
    { type: "object", properties: { a: { pattern: "(" } } },
    { type: "object", properties: { a: { pattern: "(a+)+$" } } },
    { type: "object", properties: { a: { pattern: "(a|a)*$" } } },
    { type: "object", properties: { a: { pattern: "((a*)b?)*$" } } },
    { type: "object", properties: { a: { pattern: "(?:a{2,}){3}" } } },
    { type: "object", properties: { a: { pattern: "a*a*a*a*b" } } },
    { type: "object", properties: { a: { pattern: "(a?){50}a{50}" } } },
    { type: "object", properties: { a: { pattern: `${"a?".repeat(60)}b` } } },
    { type: "object", properties: { a: { pattern: `${"(a|a)".repeat(30)}b` } } },
    { type: "object", properties: { a: { pattern: "(?<n>(?:a|b)c){2}" } } },
    { type: "object", properties: { a: { pattern: "(a+?)+?" } } },
    { type: "object", properties: { a: { pattern: "a".repeat(201) } } },
    { type: "object", patternProperties: { "(x+)*": {} } },
    { type: "object", properties: { a: { format: "url" } } },
    { type: "object", description: "x".repeat(33_000) },
    { type: "object", ...nested(40) },
  ];
  const answers = await Promise.all(
    bad.map((input_schema) => creationError(principal, { input_schema: json(input_schema) })),
  );
  expect(answers.filter((path) => path?.startsWith("/input_schema") !== true)).toEqual([]);
  expect(await rowCount("automations")).toBe(before);
  const good: Record<string, unknown>[] = [
    { type: "object" },
    { type: "object", $schema: "http://json-schema.org/draft-07/schema#", properties: { a: true } },
    { type: "object", properties: { email: { type: "string", pattern: String.raw`^\S+@\S+\.\S+$` } } },
    { type: "object", properties: { day: { pattern: String.raw`^(\d{4})-(0[1-9]|1[0-2])$`, format: "date" } } },
    { type: "object", properties: { id: { pattern: String.raw`^[+(*|]?\(\+(ab){2,3}[^\]|]$` } } },
    { type: "object", properties: { pattern: { type: "string" }, if: { type: ["string", "null"] } } },
  ];
  const taken = await Promise.all(
    good.map((input_schema) => addAutomation(principal, { input_schema: json(input_schema) })),
  );
  expect(taken.map((automation) => automation.input_schema)).toEqual(good);
});

test("a webhook that repeats its signing secret does not put it into the record", async () => {
  const principal = await newPrincipal();
  const automation = await addAutomation(principal);
  const { signing_secret } = value(await getSigningSecret(network().deps, principal, automation));
  const { deps } = network(() => new Response(`checked with ${signing_secret}`));
  const run = value(await runAutomation(deps, principal, runInput(automation.id)));
  expect(run.response_excerpt).toBe("checked with [signing secret]");
});

test("a run is recorded before its webhook is called, and shows as running until it has ended", async () => {
  const principal = await newPrincipal();
  const { id } = await addAutomation(principal);
  const { deps: reading } = network();
  let during: unknown;
  const { deps } = network(async () => {
    during = value(await listRuns(reading, principal, listRunsInputSchema.parse({ id }))).data[0];
    return fine();
  });
  const run = value(await runAutomation(deps, principal, runInput(id)));
  expect(during).toMatchObject({
    id: run.id,
    status: "running",
    duration_ms: null,
    response_status: null,
    error: null,
  });
});

test("a run whose end can't be recorded is answered all the same, for the webhook was called", async () => {
  const principal = await newPrincipal();
  const { id } = await addAutomation(principal);
  const { deps } = network(fine);
  await env.DB.prepare(
    "CREATE TRIGGER no_end BEFORE UPDATE ON automation_runs BEGIN SELECT RAISE(ABORT, 'broken for the test'); END",
  ).run();
  const answered = await runAutomation(deps, principal, runInput(id));
  await env.DB.exec("DROP TRIGGER no_end");
  expect(value(answered).status).toBe("succeeded");
  const { data } = value(await listRuns(deps, principal, listRunsInputSchema.parse({ id })));
  expect(data[0]?.status).toBe("running");
});
