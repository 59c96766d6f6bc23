/** The keys page on a second visit: its rows come with the page, and how soon they are seen is printed. */
import { expect, test } from "vitest";
import { inBrowser } from "./browse.ts";
import { newKey, newPerson } from "./person.ts";

const VISITS = 7;

test(
  "the rows of the keys page need no request of their own",
  inBrowser(async ({ site, open }) => {
    const as = await newPerson(site);
    await newKey(as, site);
    const page = await open("/keys", { as });
    await page.context().addInitScript(noteFirstRow);
    const times: number[] = [];
    for (let visit = 0; visit < VISITS; visit += 1) {
      await page.reload({ waitUntil: "commit" });
      await page.locator(".krow").first().waitFor();
      const { rowsMs, asked } = await page.evaluate(() => ({
        rowsMs: Number(document.documentElement.dataset["rowsMs"]),
        asked: performance.getEntriesByType("resource").map(({ name, startTime }) => ({ name, startTime })),
      }));
      expect(asked.filter(({ name, startTime }) => name.includes("/v1/") && startTime < rowsMs)).toEqual([]);
      times.push(rowsMs);
    }
    const median = times.toSorted((a, b) => a - b)[Math.floor(VISITS / 2)] ?? Number.NaN;
    process.stderr.write(`Rows of the keys page on a warm visit: ${Math.round(median)} ms (median of ${VISITS})\n`);
  }),
);

/** Runs in the page, before anything of it. */
function noteFirstRow(): void {
  const observer = new MutationObserver(() => {
    if (document.querySelector(".krow") === null) return;
    observer.disconnect();
    requestAnimationFrame(() => (document.documentElement.dataset["rowsMs"] ??= String(performance.now())));
  });
  observer.observe(document, { childList: true, subtree: true });
}
