/** Two browsers on one key: who comes later is told, and overwrites nothing. */
import { test } from "vitest";
import { inBrowser } from "./browse.ts";
import { rowIn, toastOf } from "./keys-by-hand.ts";
import { newKey, newPerson } from "./person.ts";

test(
  "who renames a key that was renamed meanwhile is told so, and the first name stays",
  inBrowser(async ({ site, open, expectConsole }) => {
    expectConsole(/Failed to load resource: the server responded with a status of 412/);
    const as = await newPerson(site);
    await newKey(as, site, { name: "Shared" });
    const [first, second] = [await open("/keys", { as }), await open("/keys", { as })];
    await second.getByRole("button", { name: "Rename Shared" }).click();
    await second.getByLabel("Key name").fill("From the second");
    await first.getByRole("button", { name: "Rename Shared" }).click();
    await first.getByLabel("Key name").fill("From the first");
    await first.getByLabel("Key name").press("Enter");
    await toastOf(first, "Key renamed");
    await second.getByLabel("Key name").press("Enter");
    await toastOf(second, "Changed meanwhile");
    await rowIn(second, "Enabled", "From the first").waitFor();
    await first.reload();
    await rowIn(first, "Enabled", "From the first").waitFor();
  }),
);
