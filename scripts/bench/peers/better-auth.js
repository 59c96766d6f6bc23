/**
 * better-auth with its api-key plugin, as its documentation sets it up for Workers: made once per isolate, D1 by its
 * own dialect. Its rate limit per key stays on, as it is by default, with a limit that the load does not reach.
 *
 * JavaScript, because its packages are installed for the bench alone, and no types of theirs are there to check it by.
 */
import { apiKey } from "@better-auth/api-key";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { env, waitUntil, WorkerEntrypoint } from "cloudflare:workers";
import { Hono } from "hono";
import { ANSWER } from "../workers/answer.ts";

const RATE_LIMIT = { enabled: true, timeWindow: 60_000, maxRequests: 1_000_000_000 };

const CLEAN_UP_MS = 2000;

/** The peer with these options of the plugin, and of better-auth around it. */
export function betterAuthPeer(pluginOptions, authOptions) {
  const auth = betterAuth({
    baseURL: "http://localhost:8787",
    secret: "a secret that only the bench uses, 32+ characters",
    database: env.DB,
    telemetry: { enabled: false },
    logger: { level: "error" },
    advanced: { backgroundTasks: { handler: (work) => waitUntil(work) } },
    plugins: [apiKey({ rateLimit: RATE_LIMIT, ...pluginOptions })],
    ...authOptions,
  });
  const app = new Hono().get("/v1/me", async (c) => {
    const key = c.req.header("authorization")?.slice("Bearer ".length) ?? "";
    const { valid } = await auth.api.verifyApiKey({ body: { key } });
    return valid === true ? c.json(ANSWER) : c.json({ error: "unauthorized" }, 401);
  });
  return { app, Seed: seedOf(auth) };
}

/** `POST` makes a user and a key of theirs and answers the secret, `DELETE` disables the key. */
function seedOf(auth) {
  let made;
  return class Seed extends WorkerEntrypoint {
    async fetch(request) {
      // NOTE: both acts leave a clean-up behind that nobody waits for. Workers cut it off with its request, and then every
      // later request of the isolate waits for its database connection, for ever. So this request stays.
      this.ctx.waitUntil(scheduler.wait(CLEAN_UP_MS));
      if (request.method === "DELETE") {
        await auth.api.updateApiKey({ body: { keyId: made.id, userId: made.referenceId, enabled: false } });
        return new Response(null, { status: 204 });
      }
      const { runMigrations } = await getMigrations(auth.options);
      await runMigrations();
      const { internalAdapter } = await auth.$context;
      const user = await internalAdapter.createUser({ name: "Ada", email: "ada@example.com", emailVerified: true });
      made = await auth.api.createApiKey({ body: { name: "Bench", userId: user.id } });
      return Response.json({ secrets: [made.key] });
    }
  };
}
