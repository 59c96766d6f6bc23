/** A webhook has its time for everything together; tested with a shorter one than the product's 10 s. */
import { expect, test } from "vitest";
import { callWebhook, type WebhookOutcome } from "#workers/content/automations/call-webhook.ts";

const TIMEOUT_MS = 50;

function call(answer: (init: RequestInit | undefined) => Promise<Response>): Promise<WebhookOutcome> {
  return callWebhook({
    fetch: (_input, init) => answer(init),
    url: "https://n8n.example.com/",
    headers: {},
    body: "{}",
    rules: { loopback: "refused" },
    hidden: [],
    timeoutMs: TIMEOUT_MS,
  });
}

const LATE = "The webhook did not finish answering within 0.05 s.";

test("a webhook that does not answer in time is given up", async () => {
  const outcome = await call(
    (init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener("abort", () => reject(new DOMException("timed out", "TimeoutError")));
      }),
  );
  expect(outcome).toEqual({ responseStatus: null, responseExcerpt: null, error: LATE });
});

test("a webhook that starts its answer and never ends it is given up, and hung up on", async () => {
  let cancelled = false;
  const dripping = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode("half of ")),
    cancel: () => {
      cancelled = true;
    },
  });
  const outcome = await call(async () => new Response(dripping));
  expect(outcome).toEqual({ responseStatus: 200, responseExcerpt: null, error: LATE });
  expect(cancelled).toBe(true);
});
