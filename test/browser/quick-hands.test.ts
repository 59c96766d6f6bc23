/** Somebody who is faster than the network. */
import { expect, test } from "vitest";
import { inBrowser } from "./browse.ts";
import { rowIn, toastOf } from "./keys-by-hand.ts";
import { newKey, newPerson } from "./person.ts";

const SLOW_MS = 700;

test(
  "a key that is renamed again before its first change is answered has the last name, and nobody was faster",
  inBrowser(async ({ site, open }) => {
    const as = await newPerson(site);
    await newKey(as, site, { name: "First" });
    const page = await open("/keys", { as });
    await page.route("**/v1/keys/*", async (route) => {
      if (route.request().method() === "PATCH") await new Promise((settle) => setTimeout(settle, SLOW_MS));
      await route.continue();
    });
    for (const [from, to] of [
      ["First", "Second"],
      ["Second", "Third"],
      ["Third", "Fourth"],
    ] as const) {
      await page.getByRole("button", { name: `Rename ${from}` }).click();
      await page.getByLabel("Key name").fill(to);
      await page.getByLabel("Key name").press("Enter");
    }
    const toast = await toastOf(page, "Key renamed");
    await toast.getByText("Fourth").waitFor();
    await rowIn(page, "Enabled", "Fourth").waitFor();
    expect(await page.getByText("Changed meanwhile").count()).toBe(0);
    await page.reload();
    await rowIn(page, "Enabled", "Fourth").waitFor();
  }),
);
