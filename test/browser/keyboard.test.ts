/** Creating, keeping, renaming and deleting a key, without a mouse. */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { inBrowser } from "./browse.ts";
import { rowIn, toastOf } from "./keys-by-hand.ts";
import { newKey, newPerson } from "./person.ts";

test(
  "a key is created by keyboard, and its secret stays until it is kept, whatever is pressed",
  inBrowser(async ({ site, open }) => {
    const page = await open("/keys", { as: await newPerson(site) });
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.keyboard.press("c");
    const form = page.getByRole("dialog", { name: "Create API key" });
    await form.getByLabel("Name", { exact: true }).waitFor();
    await expectFocus(page, "Name");
    await page.keyboard.type("By keyboard");
    await page.keyboard.press("Enter");
    const reveal = page.getByRole("dialog", { name: "Save your key" });
    await reveal.getByText("lk_test_").first().waitFor();
    for (let time = 0; time < 3; time += 1) {
      await page.keyboard.press("Escape");
      await reveal.getByText("Save the key first, then tick this box to close.").waitFor();
      await expectFocus(page, "I’ve saved this key somewhere safe");
    }
    await page.keyboard.press("Space");
    await page.keyboard.press("Escape");
    await reveal.waitFor({ state: "detached" });
    await rowIn(page, "Enabled", "By keyboard").waitFor();
  }),
);

test(
  "F2 renames, Escape leaves the name, and the focus comes back",
  inBrowser(async ({ site, open }) => {
    const as = await newPerson(site);
    await newKey(as, site, { name: "First name" });
    const page = await open("/keys", { as });
    await page.getByRole("link", { name: "First name", exact: true }).focus();
    await page.keyboard.press("F2");
    await expectFocus(page, "Key name");
    await page.keyboard.type("Not this");
    await page.keyboard.press("Escape");
    await expectFocus(page, "Rename First name");
    await page.keyboard.press("Enter");
    await expectFocus(page, "Key name");
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("Second name");
    await page.keyboard.press("Enter");
    await toastOf(page, "Key renamed");
    await rowIn(page, "Enabled", "Second name").waitFor();
  }),
);

test(
  "the switch disables by keyboard, and the toast undoes it",
  inBrowser(async ({ site, open }) => {
    const as = await newPerson(site);
    await newKey(as, site, { name: "Switched" });
    const page = await open("/keys", { as });
    await page.getByRole("switch", { name: "Switched enabled" }).focus();
    await page.keyboard.press("Space");
    const toast = await toastOf(page, "Key disabled");
    await rowIn(page, "Disabled", "Switched").waitFor();
    await toast.getByRole("button", { name: "Undo" }).focus();
    await page.keyboard.press("Enter");
    await rowIn(page, "Enabled", "Switched").waitFor();
  }),
);

test(
  "the menu is typed through, left with Tab, and deleting begins on Cancel",
  inBrowser(async ({ site, open }) => {
    const as = await newPerson(site);
    await newKey(as, site, { name: "Leaving" });
    const page = await open("/keys", { as });
    const actions = page.getByRole("button", { name: "Actions for Leaving" });
    await actions.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("menu").waitFor();
    await page.keyboard.press("Tab");
    await page.getByRole("menu").waitFor({ state: "detached" });
    await actions.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("menu").waitFor();
    await page.keyboard.type("de");
    await expectFocus(page, "Delete key…");
    await page.keyboard.press("Enter");
    await page.getByRole("alertdialog", { name: /Leaving/ }).waitFor();
    await expectFocus(page, "Cancel");
    await page.keyboard.press("Escape");
    await page.getByRole("alertdialog").waitFor({ state: "detached" });
    await expectFocus(page, "Actions for Leaving");
    await rowIn(page, "Enabled", "Leaving").waitFor();
  }),
);

/** Waits until what has the focus is called `name`. */
async function expectFocus(page: Page, name: string): Promise<void> {
  await expect.poll(async () => focusedName(page), { timeout: 10_000 }).toContain(name);
}

async function focusedName(page: Page): Promise<string> {
  const focused = page.locator(":focus");
  return (await focused.count()) === 0 ? "" : focused.ariaSnapshot();
}
