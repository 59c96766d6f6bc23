/**
 * A test in the browser: opens pages in contexts of their own, and fails for whatever the console or the content security
 * policy says, expected or not, unless the test said that it expects it. Leaves pictures in test-results/ when it fails.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { expect, inject, type TestContext } from "vitest";
import type { Person, Site } from "./person.ts";

export type Look = {
  readonly as?: Person;
  readonly mode?: "light" | "dark";
  readonly width?: number;
  /** Where to, if not the instance that files share. */
  readonly site?: string;
};

export type Browse = {
  readonly site: Site;
  readonly open: (path: string, look?: Look) => Promise<Page>;
  /** Says that lines of the console like this one are part of the story, such as a refused request. */
  readonly expectConsole: (pattern: RegExp) => void;
};

const RESULTS = "test-results";
const HEIGHTS: Readonly<Record<number, number>> = { 390: 844, 1360: 900 };

let shared: Promise<Browser> | undefined;

/** Wraps a test's body; closes what it opened. */
export function inBrowser(body: (browse: Browse) => Promise<void>): (context: TestContext) => Promise<void> {
  return async ({ task }) => {
    const { url, managementKey, browserEndpoint } = inject("shared");
    shared ??= chromium.connect(browserEndpoint);
    const browser = await shared;
    const said: string[] = [];
    const expected: RegExp[] = [];
    const contexts: BrowserContext[] = [];
    const open = async (path: string, look: Look = {}): Promise<Page> => {
      const origin = look.site ?? url;
      const context = await newContext(browser, { ...look, site: origin });
      contexts.push(context);
      const page = await context.newPage();
      listen(page, said);
      await page.goto(origin + path);
      return page;
    };
    try {
      await body({ site: { url, managementKey }, open, expectConsole: (pattern) => void expected.push(pattern) });
      expect(said.filter((line) => !expected.some((pattern) => pattern.test(line)))).toEqual([]);
    } catch (thrown) {
      await photograph(contexts, task.name);
      throw thrown;
    } finally {
      await Promise.all(contexts.map(async (context) => context.close()));
    }
  };
}

async function newContext(browser: Browser, look: Look & { readonly site: string }): Promise<BrowserContext> {
  const { as, mode = "light", width = 1360, site } = look;
  const context = await browser.newContext({
    viewport: { width, height: HEIGHTS[width] ?? 900 },
    colorScheme: mode,
    reducedMotion: "reduce",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  context.setDefaultTimeout(20_000);
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  if (as !== undefined) {
    const [name = "", value = ""] = as.cookie.split(/=(.*)/);
    await context.addCookies([{ name, value, url: site, httpOnly: true, sameSite: "Lax" }]);
  }
  return context;
}

function listen(page: Page, said: string[]): void {
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") said.push(message.text());
  });
  page.on("pageerror", (error) => said.push(String(error)));
}

/** Prints where the pictures are, one of each page that is open. */
async function photograph(contexts: readonly BrowserContext[], testName: string): Promise<void> {
  await mkdir(RESULTS, { recursive: true });
  const name = testName
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/^-/, "")
    .slice(0, 80);
  for (const [index, page] of contexts.flatMap((context) => context.pages()).entries()) {
    const path = join(RESULTS, `${name}-${index + 1}.png`);
    await page.screenshot({ path, fullPage: true }).catch(() => undefined);
    console.log(`At ${page.url()}, as in ${path}`);
  }
}
