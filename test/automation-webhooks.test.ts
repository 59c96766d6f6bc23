/** Where a webhook may be, where it may redirect to, and how much of its answer is read. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { createAutomationInputSchema } from "#shared/content/automations.ts";
import { createAutomation } from "#workers/content/automations/create-automation.ts";
import { runAutomation } from "#workers/content/automations/run-automation.ts";
import type { AutomationDeps } from "#workers/content/deps.ts";
import { addAutomation, creationError, fine, network, runInput } from "./automation-world.ts";
import { newPrincipal, rowCount, value } from "./content-world.ts";

/** In dotted, decimal, octal, hex, short and full-width form; IPv6 with an IPv4 inside; local names. */
const PRIVATE_HOSTS = `
  127.0.0.1 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0
  224.0.0.1 255.255.255.255 198.18.0.1 192.0.2.1 240.0.0.1 2130706433 0x7f000001 0177.0.0.1 127.1
  0x7f.1 127.0.0.1. １２７.0.0.1 localhost localhost. LOCALHOST api.localhost printer.local
  metadata.google.internal n8n nas.lan localhost.localdomain [::1] [::] [::ffff:10.0.0.1] [::ffff:8.8.8.8] [64:ff9b::7f00:1]
  [fc00::1] [fd12::1] [fe80::1] [ff02::1] [2001:db8::1] [2002:7f00:1::] [2001::1] [::127.0.0.1]
`
  .trim()
  .split(/\s+/);

test("a webhook is an https address on the public internet, however a private one is written", async () => {
  const principal = await newPrincipal();
  const before = await rowCount("automations");
  const bad = [
    "",
    "not a url",
    "http://example.com/",
    "ftp://example.com/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "https://user:pass@example.com/",
    "https://key@example.com/",
    ...PRIVATE_HOSTS.map((host) => `https://${host}/hook`),
  ];
  const answers = await Promise.all(bad.map(async (url) => [url, await creationError(principal, { url })]));
  expect(answers.filter(([, path]) => path !== "/url")).toEqual([]);
  expect(await rowCount("automations")).toBe(before);
  const good = [
    "https://hooks.slack.com/x",
    "https://8.8.8.8/",
    "https://[2606:4700::1111]:8443/",
    "https://172.32.0.1/",
  ];
  for (const url of good) expect((await addAutomation(principal, { url })).url).toBe(url);
});

test("development may call its own machine by http, and nothing else is opened by that", async () => {
  const principal = await newPrincipal();
  const { deps } = network();
  const open: AutomationDeps = { ...deps, settings: { ...deps.settings, allowLoopbackWebhooks: true } };
  const answer = async (url: string): Promise<boolean> => {
    const input = createAutomationInputSchema.parse({ name: "x", url });
    return (await createAutomation(open, principal, input)).ok;
  };
  for (const host of ["localhost:5678", "127.0.0.1:1", "[::1]:8", "127.9.9.9"])
    expect(await answer(`http://${host}/`)).toBe(true);
  const closed = [
    "http://example.com/",
    "http://10.0.0.1/",
    "https://192.168.1.1/",
    "https://169.254.169.254/",
    "ftp://localhost/",
  ];
  for (const url of closed) expect(await answer(url)).toBe(false);
});

test("the address is checked again at each run, for the rules may have changed since it was stored", async () => {
  const principal = await newPrincipal();
  const { deps, sent } = network(fine);
  const { id } = await addAutomation(principal);
  await env.DB.prepare("UPDATE automations SET url = 'https://169.254.169.254/' WHERE id = ?").bind(id).run();
  const run = value(await runAutomation(deps, principal, runInput(id)));
  expect(run.error).toBe("The webhook's address is refused: must be an address on the public internet.");
  expect(run.status).toBe("failed");
  expect(sent).toEqual([]);
});

const redirect = (status: number, location?: string) => (): Response =>
  new Response("elsewhere", { status, headers: location === undefined ? {} : { Location: location } });

test("a redirect is followed three times at most, as a POST, and never to another host", async () => {
  const principal = await newPrincipal();
  const { id } = await addAutomation(principal, { url: "https://n8n.example.com/a" });
  const run = async (...answers: (() => Response)[]): Promise<[string | null, string[]]> => {
    const { deps, sent } = network(...answers);
    const { error } = value(await runAutomation(deps, principal, runInput(id)));
    expect(new Set(sent.map(({ method, body }) => `${method} ${body}`)).size).toBeLessThanOrEqual(1);
    return [error, sent.map(({ url }) => url)];
  };
  const same = redirect(308, "/b");
  expect(await run(same, redirect(307, "https://n8n.example.com/c"), same, fine)).toEqual([
    null,
    [
      "https://n8n.example.com/a",
      "https://n8n.example.com/b",
      "https://n8n.example.com/c",
      "https://n8n.example.com/b",
    ],
  ]);
  expect((await run(same, same, same, same, fine))[0]).toBe("The webhook redirected more than 3 times.");
  const elsewhere = [
    "https://evil.example/",
    "http://n8n.example.com/b",
    "https://n8n.example.com:8443/b",
    "//10.0.0.1/",
    "https://n8n.example.com.evil.example/",
  ];
  for (const location of elsewhere) {
    const [error, urls] = await run(redirect(307, location), fine);
    expect(error).toBe("The webhook redirected to another host; use the final address.");
    expect(urls).toHaveLength(1);
  }
  expect((await run(redirect(307, "https://u:p@n8n.example.com/"), fine))[0]).toContain("must not carry a user name");
  expect((await run(redirect(307), fine))[0]).toBe("The webhook redirected without saying where to.");
  expect((await run(redirect(302, "/b"), fine))[0]).toContain("which would drop the POST");
});

test("of an answer at most 64 KiB are read, and 1 000 plain characters kept", async () => {
  const principal = await newPrincipal();
  const { id } = await addAutomation(principal);
  let pulled = 0;
  let cancelled = false;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      pulled += 1;
      controller.enqueue(new TextEncoder().encode("😀\u0000\u001b[31m\u202e\n".repeat(100)));
    },
    cancel: () => {
      cancelled = true;
    },
  });
  const { deps } = network(() => new Response(endless));
  const run = value(await runAutomation(deps, principal, runInput(id)));
  expect(run.status).toBe("succeeded");
  expect(Array.from(run.response_excerpt ?? "")).toHaveLength(1000);
  expect(run.response_excerpt?.startsWith("😀[31m\n😀")).toBe(true);
  expect(pulled).toBeLessThan(80);
  expect(cancelled).toBe(true);
});
