/** Promise 1 over HTTP: many clients hammer a key while it is revoked; after the answer, none of them succeeds. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createKey, revokeKey, startServer, type TestServer } from "./server.ts";

const CLIENTS = 50;
/** Rounds per mode: the D1 primary is the reference that needs no proof, and the slower one. */
const MODES = { gate: 20, primary: 5 } as const;
/** Requests that each client still makes after it has seen the revoke answered. */
const REQUESTS_AFTER = 3;

type Seen = { readonly beganAfterAnswer: boolean; readonly status: number };

describe.each(Object.entries(MODES))("VERIFY_MODE=%s", (mode, rounds) => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer({ VERIFY_MODE: mode });
  });

  afterAll(() => server.stop());

  for (let round = 1; round <= rounds; round += 1) {
    test(`${CLIENTS} clients hammer a key while it is revoked: no success after the answer (${round} of ${rounds})`, async () => {
      const key = await createKey(server, {
        scopes: ["mcp:read"],
        rate_limit: { per_minute: 100_000, burst: 100_000 },
      });
      const state = { answered: false };
      const warm = Promise.withResolvers<void>();
      const clients = Array.from({ length: CLIENTS }, () =>
        hammer(server.url, key.secret, { state, warm: warm.resolve }),
      );
      await warm.promise;
      await revokeKey(server, key.id);
      state.answered = true;
      const seen = (await Promise.all(clients)).flat();
      expect(seen.filter(({ beganAfterAnswer }) => !beganAfterAnswer).some(({ status }) => status === 200)).toBe(true);
      const after = seen.filter(({ beganAfterAnswer }) => beganAfterAnswer);
      expect(after).toHaveLength(CLIENTS * REQUESTS_AFTER);
      expect(after.filter(({ status }) => status !== 401)).toEqual([]);
    });
  }
});

/** Requests one after the other, until some have begun after the revoke was answered. `warm` hears the first success. */
async function hammer(
  url: string,
  secret: string,
  { state, warm }: { readonly state: { answered: boolean }; readonly warm: () => void },
): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (let after = 0; after < REQUESTS_AFTER;) {
    const beganAfterAnswer = state.answered;
    const { status } = await fetch(`${url}/v1/me`, { headers: { Authorization: `Bearer ${secret}` } });
    seen.push({ beganAfterAnswer, status });
    if (status === 200) warm();
    if (beganAfterAnswer) after += 1;
  }
  return seen;
}
