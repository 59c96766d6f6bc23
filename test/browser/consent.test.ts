/** An app asks for consent: the page, and the way of a browser there and back. */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { startApp } from "./an-app.ts";
import { inBrowser } from "./browse.ts";
import { expectFit } from "./page-checks.ts";
import { act, newPerson } from "./person.ts";

const allow = (page: Page): Promise<void> => page.getByRole("button", { name: "Allow", exact: true }).click();

/** Where the app waits. */
const back = (page: Page): Promise<void> => page.getByRole("heading", { name: "You can close this window." }).waitFor();

test(
  "somebody who is not signed in signs in, allows it, and the app gets in; without any script",
  inBrowser(async ({ site, open }) => {
    const person = await newPerson(site);
    const app = await startApp(site.url);
    const browser = (await open("/sign-in")).context().browser();
    const context = await browser?.newContext({ javaScriptEnabled: false });
    if (context === undefined) throw new Error("no browser");
    const page = await context.newPage();
    await page.goto(site.url + app.authorizePath);
    await page.getByLabel("E-mail").fill(person.email);
    await page.getByLabel("Password").fill(person.password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("heading", { name: "Claude Code wants to reach your workspaces" }).waitFor();
    expect(await page.getByLabel("Read", { exact: false }).first().isDisabled()).toBe(true);
    expect(await page.getByLabel("Night shift").isChecked()).toBe(true);
    await page.getByLabel(/^Write/).check();
    await allow(page);
    await back(page);
    const listed = await fetch(`${site.url}/mcp`, {
      method: "POST",
      headers: {
        Authorization: `Bearer ${await app.token()}`,
        "Content-Type": "application/json",
        Accept: "application/json, text/event-stream",
      },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" }),
    });
    expect(await listed.text()).toContain("create_event");
    await context.close();
    await app.stop();
  }),
);

test(
  "the page is fit for everybody, and so are its problems",
  inBrowser(async ({ site, open, expectConsole }) => {
    expectConsole(/Failed to load resource: the server responded with a status of 40[03]/);
    const person = await newPerson(site, {
      workspace: "A workspace with a name as long as the names of workspaces get",
    });
    for (const name of ["Second", "Third"]) await act(person, site, ["POST", "/v1/workspaces", { name }]);
    const app = await startApp(site.url, { name: "🔥".repeat(100), scope: "mcp:read mcp:execute" });
    const page = await open(app.authorizePath, { as: person });
    await expectFit(page);
    for (const box of await page.getByRole("group", { name: "In these workspaces" }).getByRole("checkbox").all()) {
      await box.uncheck();
    }
    await allow(page);
    await page.getByText("Choose at least one.").waitFor();
    await expectFit(page);
    await page.goBack();
    await expectFit(await open("/oauth/authorize?client_id=nobody", { as: person }));
    await app.stop();
  }),
);

test(
  "Cancel sends back a no, and the same page cannot be answered again",
  inBrowser(async ({ site, open, expectConsole }) => {
    expectConsole(/status of 400/);
    const person = await newPerson(site);
    const app = await startApp(site.url);
    const page = await open(app.authorizePath, { as: person });
    const handle = await page.locator("input[name=handle]").inputValue();
    await page.getByRole("button", { name: "Cancel" }).click();
    await back(page);
    expect(app.cameBack()?.get("error")).toBe("access_denied");
    await page.goto(site.url + app.authorizePath);
    await page.locator("input[name=handle]").evaluate((input, value) => input.setAttribute("value", value), handle);
    await allow(page);
    await page.getByRole("heading", { name: "This page cannot be used any more" }).waitFor();
    await page.getByRole("link", { name: "Start again" }).click();
    await allow(page);
    await back(page);
    expect(app.cameBack()?.get("code")).not.toBeNull();
    await app.stop();
  }),
);

test(
  "the workspace looked at last is the one that is ticked, and another account can be used",
  inBrowser(async ({ site, open }) => {
    const person = await newPerson(site, { workspace: "First" });
    await act(person, site, ["POST", "/v1/workspaces", { name: "Looked at" }]);
    const app = await startApp(site.url);
    const page = await open("/keys", { as: person });
    const { data } = await workspacesOf(page);
    await page.goto(`${site.url}/keys?ws=${data.find(({ name }) => name === "Looked at")?.id ?? ""}`);
    await page.getByRole("heading", { name: "API keys", level: 1 }).waitFor();
    await page.goto(site.url + app.authorizePath);
    expect(await page.getByLabel("Looked at").isChecked()).toBe(true);
    expect(await page.getByLabel("First").isChecked()).toBe(false);
    await page.getByRole("button", { name: "Use another account" }).click();
    await page.getByRole("heading", { name: "Sign in to Latchkey" }).waitFor();
    const other = await newPerson(site, { workspace: "Of somebody else" });
    await page.getByLabel("E-mail").fill(other.email);
    await page.getByLabel("Password").fill(other.password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByText(other.email).waitFor();
    await page.getByLabel("Of somebody else").waitFor();
    await app.stop();
  }),
);

test(
  "an app in a browser that opened the page in a window is still its opener when it comes back",
  inBrowser(async ({ site, open }) => {
    const person = await newPerson(site);
    const app = await startApp(site.url);
    const opener = await open("/docs", { as: person });
    await opener.goto("about:blank");
    const [popup] = await Promise.all([
      opener.waitForEvent("popup"),
      opener.evaluate((url) => void window.open(url), site.url + app.authorizePath),
    ]);
    await popup.getByRole("button", { name: "Use another account" }).click();
    await popup.getByLabel("E-mail").fill(person.email);
    await popup.getByLabel("Password").fill(person.password);
    await popup.getByRole("button", { name: "Sign in", exact: true }).click();
    await allow(popup);
    await back(popup);
    expect(await popup.evaluate(() => window.opener !== null)).toBe(true);
    await app.stop();
  }),
);

function workspacesOf(page: Page): Promise<{ data: { id: string; name: string }[] }> {
  return page.evaluate(async () => (await fetch("/v1/workspaces")).json());
}
