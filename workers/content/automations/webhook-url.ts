/**
 * Which addresses an automation may call: https on the public internet. This looks at the address as written; a public
 * name that resolves to a private address is stopped by the platform (`global_fetch_strictly_public`). Pure.
 */
import { err, ok, type Result } from "#shared/result.ts";
import type { Settings } from "#workers/env.ts";
import { isLoopback, isPublic, parseIpLiteral } from "./ip-literal.ts";

/** `loopback`: this machine may be called too, and by http. Development only. */
export type WebhookRules = { readonly loopback: "allowed" | "refused" };

/** The rules of this deployment. */
export function rulesOf(settings: Pick<Settings, "allowLoopbackWebhooks">): WebhookRules {
  return { loopback: settings.allowLoopbackWebhooks ? "allowed" : "refused" };
}

/** Names that mean this machine or the network it stands in: RFC 6761, RFC 6762, RFC 7686, RFC 8375, ICANN's `.internal`. */
const LOCAL_SUFFIXES = [".localhost", ".local", ".internal", ".home.arpa", ".lan", ".localdomain", ".test", ".onion"];

/** The URL to call, or what is wrong with it, without repeating any of it. */
export function checkWebhookUrl(text: string, rules: WebhookRules): Result<URL, string> {
  const url = URL.parse(text);
  if (url === null) return err("expected an https URL");
  if (url.username !== "" || url.password !== "") return err("must not carry a user name or password");
  const hostname = url.hostname.replace(/\.+$/, "");
  const ip = parseIpLiteral(hostname);
  const loopback = ip === null ? isLocalhost(hostname) : isLoopback(ip);
  if (loopback && rules.loopback === "allowed") {
    return ["http:", "https:"].includes(url.protocol) ? ok(url) : err("expected an http or https URL");
  }
  if (url.protocol !== "https:") return err("expected an https URL");
  const reachable = ip === null ? isPublicName(hostname) : isPublic(ip);
  return reachable ? ok(url) : err("must be an address on the public internet");
}

function isLocalhost(hostname: string): boolean {
  return hostname === "localhost" || hostname.endsWith(".localhost");
}

/** A name with a dot, outside of the local ones. */
function isPublicName(hostname: string): boolean {
  return hostname.includes(".") && !LOCAL_SUFFIXES.some((suffix) => hostname.endsWith(suffix));
}
