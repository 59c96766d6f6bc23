/** The secret is nowhere once its dialog is closed: not in the page, not in the browser, not in what was sent or logged. */
import type { CDPSession, Page, Request } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer, type TestServer } from "../node/server.ts";
import { inBrowser } from "./browse.ts";
import { createKey, keepSecret } from "./keys-by-hand.ts";
import { newPerson } from "./person.ts";

/** Of its own, for its logs are searched. */
let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => {
  await server.stop();
});

test(
  "the secret is nowhere once its dialog is closed",
  inBrowser(async ({ open }) => {
    const page = await open("/keys", { site: server.url, as: await newPerson(server) });
    const requests: Request[] = [];
    page.on("request", (request) => requests.push(request));
    const secret = await createKey(page, "Kept nowhere");
    const body = secretBodyOf(secret);
    const cdp = await page.context().newCDPSession(page);
    // The search finds what is there: otherwise it would prove nothing.
    expect(await heapHas(cdp, body)).toBe(true);
    expect(await pageHas(page, body)).toContain("document");
    await keepSecret(page, "Save your key");
    await page.getByRole("link", { name: "Kept nowhere", exact: true }).waitFor();
    expect(await pageHas(page, body)).toEqual([]);
    expect(await storedBy(page)).not.toContain(body);
    expect(requests.filter((request) => sentBy(request).includes(body))).toEqual([]);
    expect(server.logs()).not.toContain(body);
    await page.goBack();
    await page.goForward();
    await page.getByRole("heading", { level: 1 }).waitFor();
    expect(await pageHas(page, body)).toEqual([]);
    expect(await heapHas(cdp, body)).toBe(false);
  }),
);

/** Without its prefix and its ends, which lists show. */
function secretBodyOf(secret: string): string {
  return secret.slice("lk_test_".length + 4, -4);
}

function sentBy(request: Request): string {
  return [request.url(), JSON.stringify(request.headers()), request.postData() ?? ""].join("\n");
}

/** Where the page itself still has it: its document, its address, its history, the names of what it loaded. */
async function pageHas(page: Page, text: string): Promise<string[]> {
  return page.evaluate((wanted) => {
    const inputs = [...document.querySelectorAll<HTMLInputElement>("input, textarea")].map(({ value }) => value);
    const places = {
      document: document.documentElement.outerHTML,
      inputs: inputs.join("\n"),
      address: location.href,
      history: JSON.stringify(history.state),
      entries: performance
        .getEntries()
        .map(({ name }) => name)
        .join("\n"),
      name: window.name,
      cookies: document.cookie,
    };
    return Object.entries(places).flatMap(([place, content]) => (content.includes(wanted) ? [place] : []));
  }, text);
}

/** All that the origin stores, as one text. */
async function storedBy(page: Page): Promise<string> {
  const state = await page.context().storageState({ indexedDB: true });
  const session = await page.evaluate(() => JSON.stringify(Object.entries(sessionStorage)));
  const cached = await page.evaluate(async () => {
    const names = await caches.keys();
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return requests
      .flat()
      .map(({ url }) => url)
      .join("\n");
  });
  return [JSON.stringify(state), session, cached].join("\n");
}

/** Whether any string that the page can still reach has it: closures, caches and React's own trees as well. */
async function heapHas(cdp: CDPSession, text: string): Promise<boolean> {
  const chunks: string[] = [];
  const hear = ({ chunk }: { chunk: string }): void => void chunks.push(chunk);
  cdp.on("HeapProfiler.addHeapSnapshotChunk", hear);
  await cdp.send("HeapProfiler.collectGarbage");
  await cdp.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  cdp.off("HeapProfiler.addHeapSnapshotChunk", hear);
  return chunks.join("").includes(text);
}
