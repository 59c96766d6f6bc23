/** A key's life as one world acts it: made, managed and used through the API. */
import { expect } from "vitest";
import { z } from "zod";
import { type Answer, call, type CallOptions, type World } from "./world.ts";

/** What making a key, or a new secret for one, answers. */
export const createdSchema = z.object({ secret: z.string(), key: z.object({ id: z.string() }) });

/** A key of the world, with what `wish` says of it. */
export async function create(
  world: World,
  wish: Record<string, unknown> = {},
): Promise<{ id: string; secret: string }> {
  const body = { name: "n8n", scopes: ["mcp:read"], workspaces: [world.workspace], ...wish };
  const answer = await call("POST", "/v1/keys", { key: world.key.secret, body });
  expect(answer.status).toBe(201);
  const { key, secret } = createdSchema.parse(answer.body);
  return { id: key.id, secret };
}

/** A management request: `manage(world, "POST /key_…/disable")`. */
export function manage({ key }: World, request: string, body?: unknown): Promise<Answer> {
  const [method = "", path = ""] = request.split(" ");
  return call(method, `/v1/keys${path}`, { key: key.secret, body });
}

/** One request with a key. */
export const use = (secret: string, headers: CallOptions["headers"] = {}): Promise<Answer> =>
  call("GET", "/v1/events", { key: secret, headers });

/** The refusals' codes; the status where there is none. */
export async function codes(...answers: readonly Promise<Answer>[]): Promise<unknown[]> {
  return (await Promise.all(answers)).map(({ status, body }) => body["code"] ?? status);
}

/** What a request with each secret is answered. */
export function statuses(...secrets: readonly string[]): Promise<number[]> {
  return Promise.all(secrets.map(async (secret) => (await use(secret)).status));
}

/** A receipt that says everywhere. */
export const EVERYWHERE = {
  propagation: {
    state: "everywhere",
    gates: expect.any(Number),
    took_ms: expect.any(Number),
    waited_for_leases_ms: expect.any(Number),
  },
};
