/**
 * One call of a webhook, bounded in time, size and place. Whatever the other side does is an outcome, never a throw. It
 * stores nothing.
 */
import { err, ok, type Result } from "#shared/result.ts";
import { readExcerpt } from "./read-excerpt.ts";
import { checkWebhookUrl, type WebhookRules } from "./webhook-url.ts";

export type WebhookCall = {
  readonly fetch: typeof fetch;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly rules: WebhookRules;
  /** Texts that must not be in the excerpt. */
  readonly hidden: readonly string[];
  /** For connecting, redirects and reading the answer together. */
  readonly timeoutMs: number;
};

/** `error` is null exactly when the webhook answered 2xx in time. */
export type WebhookOutcome = {
  readonly responseStatus: number | null;
  readonly responseExcerpt: string | null;
  readonly error: string | null;
};

const REDIRECTS_MAX = 3;

/** Posts the body and reads the start of the answer. */
export async function callWebhook(call: WebhookCall): Promise<WebhookOutcome> {
  const signal = AbortSignal.timeout(call.timeoutMs);
  let responseStatus: number | null = null;
  try {
    const answer = await post(call, signal);
    if (!answer.ok) return { responseStatus, responseExcerpt: null, error: answer.error };
    responseStatus = answer.value.status;
    const responseExcerpt = await readExcerpt(answer.value.body, signal, call.hidden);
    if (!signal.aborted) return { responseStatus, responseExcerpt, error: statusError(answer.value) };
  } catch {
    if (!signal.aborted) return { responseStatus, responseExcerpt: null, error: broken(responseStatus) };
  }
  const error = `The webhook did not finish answering within ${call.timeoutMs / 1000} s.`;
  return { responseStatus, responseExcerpt: null, error };
}

/** Follows redirects within the same origin: another would be an address that nobody checked or chose. */
async function post(call: WebhookCall, signal: AbortSignal): Promise<Result<Response, string>> {
  const { fetch, headers, body, rules } = call;
  let url = checkWebhookUrl(call.url, rules);
  for (let redirects = 0; url.ok && redirects <= REDIRECTS_MAX; redirects += 1) {
    const response = await fetch(url.value.href, { method: "POST", headers, body, redirect: "manual", signal });
    if (response.status < 300 || response.status > 399) return ok(response);
    await response.body?.cancel();
    url = redirectTarget(response, url.value, rules);
  }
  if (!url.ok) return err(sentence(url.error));
  return err(`The webhook redirected more than ${REDIRECTS_MAX} times.`);
}

function redirectTarget(response: Response, from: URL, rules: WebhookRules): Result<URL, string> {
  // RFC 9110 §15.4: only 307 and 308 repeat the POST; clients turn the others into a GET without the body.
  if (response.status !== 307 && response.status !== 308) {
    return err(`redirected with ${response.status}, which would drop the POST; use the final address`);
  }
  const location = response.headers.get("Location") ?? "";
  const target = location === "" ? null : URL.parse(location, from.href);
  if (target === null) return err("redirected without saying where to");
  if (target.origin !== from.origin) return err("redirected to another host; use the final address");
  return checkWebhookUrl(target.href, rules);
}

function sentence(flaw: string): string {
  return flaw.startsWith("redirected") ? `The webhook ${flaw}.` : `The webhook's address is refused: ${flaw}.`;
}

function statusError(response: Response): string | null {
  return response.ok ? null : `The webhook answered ${response.status}.`;
}

function broken(responseStatus: number | null): string {
  return responseStatus === null ? "The webhook could not be reached." : "The webhook broke off its answer.";
}
