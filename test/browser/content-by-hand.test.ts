/** What a workspace holds, made by hand: each form sends what was typed, says what is wrong, and loses nothing. */
import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { inBrowser } from "./browse.ts";
import { act, newPerson } from "./person.ts";

test(
  "an event, an item of its production, a document and an automation are made from their pages",
  inBrowser(async ({ site, open }) => {
    const page = await open("/events", { as: await newPerson(site) });
    await makeEvent(page);
    await makeItem(page);
    await visit(page, "Documents");
    const writing = await dialogOf(page, "Create document");
    await writing.getByLabel("Title").fill("Run of show");
    await writing.getByLabel("Title").press("Enter");
    await page.getByRole("heading", { name: "Run of show", level: 1 }).waitFor();
    await visit(page, "Automations");
    const wiring = await dialogOf(page, "Create automation");
    await wiring.getByLabel("Name").fill("Tell the crew");
    await wiring.getByLabel("Webhook URL").fill("https://example.com/hook");
    await wiring.getByRole("button", { name: "Create automation" }).click();
    await page.getByRole("dialog", { name: "Signing secret" }).waitFor();
  }),
);

test(
  "a form that was refused says where, keeps what was typed, and is empty when it is opened anew",
  inBrowser(async ({ site, open, expectConsole }) => {
    expectConsole(/Failed to load resource: the server responded with a status of 400/);
    const as = await newPerson(site);
    const page = await open("/events", { as });
    const form = await dialogOf(page, "Create event");
    await form.getByLabel("Title").fill(" ");
    await form.getByLabel("Venue").fill("Quay 4");
    await form.getByLabel("Starts").fill("2027-06-18T20:00");
    await form.getByRole("button", { name: "Create event" }).click();
    await form.getByRole("alert").first().waitFor();
    expect(await form.getByLabel("Venue").inputValue()).toBe("Quay 4");
    await form.getByRole("button", { name: "Cancel" }).click();
    await form.waitFor({ state: "detached" });
    const again = await dialogOf(page, "Create event");
    expect(await again.getByLabel("Venue").inputValue()).toBe("");
    expect(await act(as, site, ["GET", `/v1/events?workspace=${as.workspaceId}`])).toMatchObject({ data: [] });
  }),
);

async function makeEvent(page: Page): Promise<void> {
  const form = await dialogOf(page, "Create event");
  await form.getByLabel("Title").fill("Opening night");
  await form.getByLabel("Starts").fill("2027-06-18T20:00");
  await form.getByLabel("Status").selectOption({ label: "Confirmed" });
  await form.getByRole("button", { name: "Create event" }).click();
  await form.waitFor({ state: "detached" });
  await page.getByRole("listitem").filter({ hasText: "Opening night" }).getByText("Confirmed").waitFor();
}

async function makeItem(page: Page): Promise<void> {
  await visit(page, "Production");
  const form = await dialogOf(page, "Create item", "Create production item");
  await form.getByLabel("Title").fill("Second generator");
  await form.getByLabel("Department").fill("Power");
  await form.getByLabel("Status").selectOption({ label: "Blocked" });
  await form.getByRole("button", { name: "Create item" }).click();
  await form.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Blocked: move “Second generator”" }).waitFor();
}

async function visit(page: Page, name: string): Promise<void> {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name }).click();
  await page.getByRole("heading", { name, level: 1 }).waitFor();
}

async function dialogOf(page: Page, button: string, title = button): Promise<Locator> {
  await page.getByRole("button", { name: button }).first().click();
  const dialog = page.getByRole("dialog", { name: title });
  await dialog.waitFor();
  return dialog;
}
