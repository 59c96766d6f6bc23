/** What holds for every page: usable by everybody, as far as a program can tell, in both modes and at every width. */
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { expect } from "vitest";

const WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const MODES = ["light", "dark"] as const;
const AXE_WIDTHS = [1360, 390];
const WIDTHS = [320, 390, 768, 1024, 1440];
const HEIGHT = 900;

/** Everything below, for a page that has just been opened; it is left light and wide. */
export async function expectFit(page: Page): Promise<void> {
  await settled(page);
  for (const mode of MODES) {
    await page.emulateMedia({ colorScheme: mode });
    await page.evaluate((chosen) => (document.documentElement.dataset["mode"] = chosen), mode);
    for (const width of AXE_WIDTHS) {
      await page.setViewportSize({ width, height: HEIGHT });
      await expectAccessible(page, `${mode}, ${width}`);
    }
  }
  await expectNoSidewaysScroll(page);
  await page.emulateMedia({ colorScheme: "light" });
  await page.evaluate(() => (document.documentElement.dataset["mode"] = "light"));
  await page.setViewportSize({ width: 1360, height: HEIGHT });
}

/** Runs axe over the page as it is now, once nothing moves. */
async function expectAccessible(page: Page, look: string): Promise<void> {
  await still(page);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(WCAG_22_AA).analyze();
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}\n  ${String(target)}\n  ${failureSummary ?? ""}`),
  );
  expect(found, look).toEqual([]);
}

/** Takes the page through all widths: none may need scrolling sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const overflowing: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: HEIGHT });
    await still(page);
    const pixels = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (pixels > 0) overflowing.push(`${width}: ${pixels} px too wide`);
  }
  expect(overflowing).toEqual([]);
}

/** Waits until the page has its heading and nothing is loading. */
export async function settled(page: Page): Promise<void> {
  await page.locator("h1").first().waitFor();
  await page.locator(".skeleton").first().waitFor({ state: "detached" });
  await page.waitForLoadState("networkidle");
}

/** Two frames in which nothing moves that will not move for ever: what a new size begins may begin a frame late. */
async function still(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = async (): Promise<unknown> => new Promise((settle) => requestAnimationFrame(settle));
    for (let calm = 0; calm < 2; calm += 1) {
      await frame();
      const moving = document
        .getAnimations()
        .filter(({ effect, playState }) => playState === "running" && effect?.getTiming().iterations !== Infinity);
      if (moving.length > 0) calm = -1;
      await Promise.allSettled(moving.map(async (animation) => animation.finished));
    }
  });
}
