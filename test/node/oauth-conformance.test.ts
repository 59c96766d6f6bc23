/** The official conformance suite against the product's authorization server, for each revision that has one. */
import { createServer } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { AUTHORIZATION_REVISIONS, runAuthorizationConformance } from "./conformance.ts";
import { listen, stop } from "./loopback.ts";
import { Person } from "./person.ts";
import { sendJson, startServer, type TestServer } from "./server.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});

afterAll(() => server.stop());

/** A port that was free a moment ago: the suite wants to know one before it listens. */
async function freePort(): Promise<number> {
  const probe = createServer();
  const port = await listen(probe);
  await stop(probe);
  return port;
}

const clientSchema = z.object({ client_id: z.string() });

test.each(AUTHORIZATION_REVISIONS)("the authorization server passes what %s asks of one", async (revision) => {
  const port = await freePort();
  const registered = await sendJson(`${server.url}/oauth/register`, {
    body: {
      client_name: "The conformance suite",
      redirect_uris: [`http://127.0.0.1:${port}/callback`],
      token_endpoint_auth_method: "none",
    },
  });
  const { client_id: clientId } = clientSchema.parse(await registered.json());
  const person = new Person(server.url);
  const report = await runAuthorizationConformance({
    issuer: server.url,
    clientId,
    resource: `${server.url}/mcp`,
    port,
    revision,
    answer: async (url) => {
      await fetch(await person.answerConsent(url));
    },
  });
  expect(report.failed).toEqual([]);
  expect(report.passed).toEqual(expect.arrayContaining(["authorization-code-grant", "authorization-server-metadata"]));
});
