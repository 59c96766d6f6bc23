/** What a person does with keys on the dashboard, by the names that they see. */
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";

/** Creates a key with what the dialog suggests, and leaves its secret on the screen. */
export async function createKey(page: Page, name: string): Promise<string> {
  await page.getByRole("button", { name: "Create API key" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Create API key" });
  await dialog.getByLabel("Name", { exact: true }).fill(name);
  await dialog.getByRole("button", { name: "Create key" }).click();
  return shownSecret(page, "Save your key");
}

/** The secret that the dialog shows. */
export async function shownSecret(page: Page, title: string): Promise<string> {
  const text = await page.getByRole("dialog", { name: title }).getByLabel("API key", { exact: true }).textContent();
  expect(text).toMatch(/^lk_test_\w{30,}$/);
  return text ?? "";
}

/** Says that the secret is kept, and closes the dialog. */
export async function keepSecret(page: Page, title: string): Promise<void> {
  const dialog = page.getByRole("dialog", { name: title });
  await dialog.getByRole("checkbox", { name: /saved this key/ }).click();
  await dialog.getByRole("button", { name: "Done" }).click();
  await dialog.waitFor({ state: "detached" });
}

/** Chooses from the menu of a key. */
export async function chooseFor(page: Page, name: string, entry: string): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: entry }).click();
}

/** The toast with this title, once it is there. `about` tells it from an earlier one that may still be shown. */
export async function toastOf(page: Page, title: string, about = ""): Promise<Locator> {
  const toast = page.getByRole("dialog", { name: title }).filter({ hasText: about });
  await toast.waitFor();
  return toast;
}

/** The row of a key under one of the two headings. */
export function rowIn(page: Page, section: "Enabled" | "Disabled", name: string): Locator {
  return page
    .getByRole("region", { name: new RegExp(`^${section}`) })
    .getByRole("listitem")
    .filter({ has: page.getByRole("link", { name, exact: true }) });
}
