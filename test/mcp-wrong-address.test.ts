/** `/mcp` for a good key from an address it is not allowed from: in band, and never a 403, which starts OAuth dances. */
import { expect, test } from "vitest";
import { type Answer, call, newKey, newWorld } from "./world.ts";

async function stranded(): Promise<string> {
  const { owner, workspace } = await newWorld();
  return (await newKey(owner, { workspaces: [workspace], allowedIps: ["203.0.113.7"] })).secret;
}

test("a call is answered with the reason, whatever its id is like", async () => {
  const key = await stranded();
  for (const id of [0, "seven", "x".repeat(129)]) {
    const message = { jsonrpc: "2.0", id, method: "tools/call", params: { name: "list_events", arguments: {} } };
    const { status, body } = await call("POST", "/mcp", { key, body: message });
    expect({ status, body }).toMatchObject({ status: 200, body: { result: { isError: true } } });
    expect(JSON.stringify(body)).toContain("limited to certain addresses");
  }
});

test("a notification is taken, and what is no message is refused as such", async () => {
  const key = await stranded();
  const send = (body: unknown): Promise<Answer> => call("POST", "/mcp", { key, body });
  expect((await send({ jsonrpc: "2.0", method: "notifications/initialized" })).status).toBe(202);
  expect((await send([{ jsonrpc: "2.0", id: 1, method: "tools/list" }])).status).toBe(400);
});

test("other methods are answered 405, and counted as no use", async () => {
  const key = await stranded();
  for (const method of ["GET", "DELETE"]) expect((await call(method, "/mcp", { key })).status).toBe(405);
});
