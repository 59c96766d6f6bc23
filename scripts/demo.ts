/** `npm run demo`: the main job on a fresh instance, end to end. Exits with 0 only when every step held. */
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { eventPageSchema, eventSchema } from "#shared/content/events.ts";
import { changedKeySchema, createdKeySchema, keySchema } from "#shared/management/keys.ts";
import { keyUsageSchema } from "#shared/management/usage.ts";
import type { Propagation } from "#shared/propagation.ts";
import { type Agent, connectAgent } from "./demo/agent.ts";
import { freshInstance, type Instance } from "./demo/instance.ts";
import { call, callRefused } from "./demo/rest.ts";
import { hold, tellStory } from "./demo/story.ts";

const startedAt = Date.now();
const { chapter, step } = tellStory();
const seconds = (): string => ((Date.now() - startedAt) / 1000).toFixed(1);

const setUpSchema = createdKeySchema.extend({ workspace: z.object({ id: z.string(), name: z.string() }) });
type Usage = z.infer<typeof keyUsageSchema>["by_operation"];

type Keys = {
  /** The management key's secret. */
  readonly manager: string;
  readonly id: string;
  readonly secret: string;
};

console.log("Latchkey, from an empty folder to a refused request");
chapter("A fresh instance");
const instance = await step(freshInstance, servesAt).catch((thrown: unknown) => fail(thrown, []));
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => void instance.discard().then(() => process.exit(130)));
}
try {
  await demo(instance);
  await instance.discard();
  console.log(`\nEvery step held, in ${seconds()} s.`);
  process.exit(0);
} catch (thrown) {
  await instance.discard();
  fail(thrown, instance.log);
}

async function demo({ url, setupToken }: Instance): Promise<void> {
  const keys = await makeKeys(url, setupToken);
  const agent = await useAsAgent(url, keys);
  await useAsAutomation(url, keys);
  const secret = await rotate(url, keys);
  await revoke(url, { ...keys, secret }, agent);
  await forge(url, secret);
  await agent.leave();
}

function servesAt({ url }: Instance): string {
  return `serves at ${url}, with secrets, D1, KV and Durable Objects of its own (${seconds()} s)`;
}

async function makeKeys(url: string, setupToken: string): Promise<Keys> {
  const body = {
    setup_token: setupToken,
    owner: { name: "Ada", email: "ada@example.com", password: "correct horse battery staple" },
    workspace: { name: "Festival" },
  };
  const setUp = await step(
    async () => call(`${url}/v1/setup`, { method: "POST", body }, setUpSchema),
    ({ workspace, key }) => `Ada set it up: workspace "${workspace.name}", management key ${key.hint}`,
  );
  const wanted = { name: "Claude Desktop", scopes: ["mcp:read", "mcp:write"], workspaces: [setUp.workspace.id] };
  const created = await step(
    async () => call(`${url}/v1/keys`, { method: "POST", key: setUp.secret, body: wanted }, createdKeySchema),
    ({ key }) => `she made the key "${key.name}", ${key.hint}, for ${key.scopes.join(" and ")}`,
  );
  return { manager: setUp.secret, id: created.key.id, secret: created.secret };
}

async function useAsAgent(url: string, { secret }: Keys): Promise<Agent> {
  chapter("An agent, by MCP");
  const agent = await step(
    async () => connectAgent(url, secret),
    ({ tools }) => `connected, and sees ${tools.length} tools: ${tools.join(", ")}`,
  );
  hold(!agent.tools.includes("run_automation"), "a key without mcp:execute should not see run_automation");
  const event = { title: "Opening night", venue: "Main stage", starts_at: "2027-06-18T20:00:00Z" };
  const created = await step(
    async () => agent.use("create_event", event, eventSchema),
    ({ id, title }) => `create_event: "${title}" is ${id}`,
  );
  const { data } = await step(
    async () => agent.use("list_events", {}, eventPageSchema),
    (page) => `list_events: ${page.data.map(({ title, status }) => `"${title}" (${status})`).join(", ")}`,
  );
  hold(
    data.some(({ id }) => id === created.id),
    "the new event should be listed",
  );
  return agent;
}

async function useAsAutomation(url: string, { manager, id, secret }: Keys): Promise<void> {
  chapter("An automation, by REST, with the same key");
  await step(
    async () => call(`${url}/v1/events`, { key: secret }, eventPageSchema),
    ({ data }) => `GET /v1/events: ${data.length} event`,
  );
  await step(
    async () => eventually(async () => (await call(`${url}/v1/keys/${id}`, { key: manager }, keySchema)).last_used),
    ({ client, at }) => `last used at ${at} by ${client ?? "an unnamed client"}`,
  );
  await step(
    async () => eventually(async () => restUsage(url, manager, id)),
    (usage) => `usage: ${usage.map(({ operation, count }) => `${operation} ×${count}`).join(", ")}`,
  );
}

async function restUsage(url: string, manager: string, id: string): Promise<Usage | null> {
  const { by_operation: usage } = await call(`${url}/v1/keys/${id}/usage`, { key: manager }, keyUsageSchema);
  return usage.some(({ surface }) => surface === "rest") ? usage : null;
}

async function rotate(url: string, { manager, id, secret }: Keys): Promise<string> {
  chapter("Rotation, with a minute's grace");
  const request = { method: "POST", key: manager, body: { grace_seconds: 60 } };
  const rotated = await step(
    async () => call(`${url}/v1/keys/${id}/rotate`, request, createdKeySchema),
    ({ key }) => `the key's new secret is ${key.hint}`,
  );
  await step(
    async () =>
      Promise.all([secret, rotated.secret].map(async (key) => call(`${url}/v1/me`, { key }, z.looseObject({})))),
    () => "old and new secret both work",
  );
  return rotated.secret;
}

async function revoke(url: string, { manager, id, secret }: Keys, agent: Agent): Promise<void> {
  chapter("Revocation");
  const { propagation } = await step(
    async () => call(`${url}/v1/keys/${id}/revoke`, { method: "POST", key: manager }, changedKeySchema),
    (changed) => `the receipt: ${receiptSentence(changed.propagation)}`,
  );
  hold(propagation.state === "everywhere", "the revoke should be true everywhere");
  const sentence = await step(
    async () => agent.refusal("list_events"),
    (text) => `the agent's very next call is refused: "${text}"`,
  );
  hold(sentence.includes("revoked"), "the refusal should say that the key was revoked");
  const refused = await step(
    async () => callRefused(`${url}/v1/events`, { key: secret }),
    ({ status, code, detail }) => `and so is the automation's: ${status} ${code}, "${detail}"`,
  );
  hold(refused.code === "revoked_key", "the code should be revoked_key");
}

function receiptSentence(receipt: Propagation): string {
  if (receipt.state === "pending") return `pending at ${receipt.gates} gates, true by ${receipt.effective_by}`;
  const gates = receipt.gates === 1 ? "1 gate" : `${receipt.gates} gates`;
  return `true everywhere, confirmed by ${gates} in ${receipt.took_ms} ms`;
}

async function forge(url: string, secret: string): Promise<void> {
  chapter("A forged key");
  const last = secret.endsWith("0") ? "1" : "0";
  const refused = await step(
    async () => callRefused(`${url}/v1/me`, { key: secret.slice(0, -1) + last }),
    ({ status, code, detail }) => `is refused before anything is looked up: ${status} ${code}, "${detail}"`,
  );
  hold(refused.code === "malformed_key", "the code should be malformed_key");
}

/** Usage reaches the database every two seconds here: asks again until there is an answer. */
async function eventually<T>(ask: () => Promise<T | null>): Promise<T> {
  const deadline = Date.now() + 15_000;
  while (Date.now() < deadline) {
    const answer = await ask();
    if (answer !== null) return answer;
    await sleep(250);
  }
  throw new Error("usage did not show up within 15 s");
}

function fail(thrown: unknown, log: readonly string[]): never {
  console.error(`\n  ✗ ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  if (log.length > 0) console.error(`\nThe Worker's log:\n${log.slice(-20).join("\n")}`);
  process.exit(1);
}
