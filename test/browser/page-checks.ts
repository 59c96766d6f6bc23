/** What holds for every page: usable by everybody, as far as a program can tell, at every width. */
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { expect } from "vitest";

const WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const WIDTHS = [320, 390, 768, 1024, 1440];

/** How each page is looked at. */
export const LOOKS = [
  { mode: "light", width: 1360 },
  { mode: "dark", width: 1360 },
  { mode: "light", width: 390 },
  { mode: "dark", width: 390 },
] as const;

/** Both checks of a page that has just been opened. */
export async function expectFit(page: Page): Promise<void> {
  await settled(page);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
}

/** Runs axe over the page as it is now. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(WCAG_22_AA).analyze();
  expect(
    violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${help}\n  ${String(target)}\n  ${failureSummary ?? ""}`),
    ),
  ).toEqual([]);
}

/** Takes the page through all widths and back: none may need scrolling sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const before = page.viewportSize();
  const overflowing: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const pixels = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (pixels > 0) overflowing.push(`${width}: ${pixels} px too wide`);
  }
  if (before !== null) await page.setViewportSize(before);
  expect(overflowing).toEqual([]);
}

/** Waits until the page has its heading and nothing is loading. */
export async function settled(page: Page): Promise<void> {
  await page.locator("h1").first().waitFor();
  await page.locator("[aria-busy=true], .skeleton").first().waitFor({ state: "detached" });
}
