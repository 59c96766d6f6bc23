/** Automations for tests, with a network that answers what the test says. */
import type { z } from "zod";
import { type EpochMs, epochMs } from "#shared/brand.ts";
import { type Automation, createAutomationInputSchema, runAutomationInputSchema } from "#shared/content/automations.ts";
import type { Principal } from "#shared/principal.ts";
import { createAutomation } from "#workers/content/automations/create-automation.ts";
import type { AutomationDeps } from "#workers/content/deps.ts";
import { deps as contentDeps, NOON, value } from "./content-world.ts";

/** A request as it left. */
type Sent = {
  readonly url: string;
  readonly method: string;
  readonly redirect: string;
  readonly headers: Headers;
  readonly body: string;
};

/** Dependencies whose network answers with `answers`, in turn, and remembers what was sent. */
export function network(...answers: readonly (() => Response | Promise<Response>)[]): {
  readonly deps: AutomationDeps;
  readonly sent: Sent[];
} {
  const sent: Sent[] = [];
  const queue = [...answers];
  const deps: AutomationDeps = {
    ...contentDeps,
    settings: { pepper: "p".repeat(32), pepperPrevious: null, allowLoopbackWebhooks: false },
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const { url, method, redirect, headers } = request;
      sent.push({ url, method, redirect, headers, body: await request.text() });
      const answer = queue.shift();
      if (answer === undefined) throw new TypeError("nothing listens");
      return answer();
    },
    clock: ticking(),
  };
  return { deps, sent };
}

/** A clock that is 20 ms later each time it is read. */
function ticking(): () => EpochMs {
  let at = NOON - 20;
  return () => epochMs((at += 20));
}

/** A webhook that is content. */
export const fine = (): Response => Response.json({ done: true });

/** A new automation with what the test does not care about filled in. */
export async function addAutomation(
  principal: Principal,
  fields: Partial<z.input<typeof createAutomationInputSchema>> = {},
  deps: AutomationDeps = network().deps,
): Promise<Automation> {
  const input = { name: "Post to Slack", url: "https://n8n.example.com/webhook/abc?t=1", ...fields };
  return value(await createAutomation(deps, principal, createAutomationInputSchema.parse(input))).automation;
}

/** The first field that a creation is refused for; undefined when it is not. */
export async function creationError(
  principal: Principal,
  fields: Partial<z.input<typeof createAutomationInputSchema>>,
): Promise<string | undefined> {
  const input = createAutomationInputSchema.parse({ name: "x", url: "https://example.com/", ...fields });
  const result = await createAutomation(network().deps, principal, input);
  return !result.ok && result.error.code === "invalid_request" ? result.error.errors[0]?.path : undefined;
}

/** The input of a run, parsed. */
export function runInput(id: string, input: Record<string, unknown> = {}): z.output<typeof runAutomationInputSchema> {
  return runAutomationInputSchema.parse({ id, input });
}

/** What a receiver computes to check a signature. */
export async function hmacHex(key: string, text: string): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const imported = await crypto.subtle.importKey("raw", encoder.encode(key), algorithm, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, encoder.encode(text))).toHex();
}
