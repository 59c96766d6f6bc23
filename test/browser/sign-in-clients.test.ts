/** Connecting a client that signs in: no key is made, and the way with a key stays a click away. By keyboard. */
import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import { inBrowser } from "./browse.ts";
import { createKey, keepSecret } from "./keys-by-hand.ts";
import { expectFit } from "./page-checks.ts";
import { newPerson } from "./person.ts";

async function expectFocused(control: Locator): Promise<void> {
  await expect.poll(async () => control.evaluate((element) => element === document.activeElement)).toBe(true);
}

test(
  "an app that signs in is shown the address and needs no key; the focus comes back",
  inBrowser(async ({ site, open }) => {
    const page = await open("/keys", { as: await newPerson(site) });
    const made: string[] = [];
    page.on("request", (request) => {
      if (request.method() === "POST" && new URL(request.url()).pathname === "/v1/keys") made.push(request.url());
    });
    const choice = page.getByRole("button", { name: "Claude Desktop", exact: true });
    await choice.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Connect Claude Desktop" });
    const code = dialog.getByRole("region");
    await code.getByText(`"${site.url}/mcp"`).waitFor();
    expect(await code.textContent()).not.toMatch(/lk_|AUTH_HEADER|--header/);
    expect(await dialog.getByRole("link", { name: "connected apps" }).getAttribute("href")).toBe("/apps");
    await expectFit(page);
    // The first closes what the focused button says of itself.
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await expectFocused(choice);
    expect(made).toEqual([]);
  }),
);

test(
  "who begins with a key is told of signing in, but Enter still creates the key; and there is a way back",
  inBrowser(async ({ site, open }) => {
    const page = await open("/keys", { as: await newPerson(site) });
    const choice = page.getByRole("button", { name: "Codex", exact: true });
    await choice.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Connect Codex" });
    await expectFocused(dialog.getByLabel("Name", { exact: true }));
    await expectFit(page);
    await dialog.getByRole("button", { name: "Sign in instead" }).press("Enter");
    await dialog.getByText(`codex mcp add latchkey --url "${site.url}/mcp"`, { exact: true }).waitFor();
    await dialog.getByRole("button", { name: "Use a key instead" }).press("Enter");
    await dialog.getByRole("button", { name: "Create key and connect" }).waitFor();
    await dialog.getByRole("button", { name: "Sign in instead" }).press("Enter");
    await dialog.getByRole("button", { name: "Done" }).press("Enter");
    await dialog.waitFor({ state: "detached" });
    await expectFocused(choice);
    await choice.press("Enter");
    await expectFocused(dialog.getByLabel("Name", { exact: true }));
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Save your key" }).getByText("lk_test_").first().waitFor();
  }),
);

test(
  "beside a key that was just made, the ways with it come first, and signing in shows nothing of it",
  inBrowser(async ({ site, open }) => {
    const page = await open("/keys", { as: await newPerson(site) });
    const secret = await createKey(page, "For Claude Code");
    const dialog = page.getByRole("dialog", { name: "Save your key" });
    const ways = dialog.getByRole("tablist", { name: "How it is let in" }).getByRole("tab");
    await expect.poll(() => ways.allTextContents()).toEqual(["Paste and go", "Environment variable", "Sign in"]);
    const code = dialog.getByRole("region", { name: "Claude Code: Add the server" });
    expect(await ways.first().getAttribute("aria-selected")).toBe("true");
    expect(await code.textContent()).toContain(secret);
    await ways.first().focus();
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await dialog.getByText("claude mcp login latchkey").waitFor();
    expect(await code.textContent()).not.toContain(secret);
    await expectFit(page);
    await page.setViewportSize({ width: 320, height: 900 });
    const hidden = (body: Element): number => body.scrollWidth - body.clientWidth;
    await expect.poll(() => dialog.locator(".modal-body").evaluate(hidden)).toBe(0);
    await page.setViewportSize({ width: 1360, height: 900 });
    await keepSecret(page, "Save your key");
  }),
);
