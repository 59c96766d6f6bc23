/** The whole story on a deployment of its own, from the setup link to the audit log, with a real MCP client beside it. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectSdkV2 } from "#scripts/clients/libraries/sdk-v2.ts";
import type { FullSession } from "#scripts/clients/session.ts";
import { type BareServer, startBareServer } from "../node/server.ts";
import { inBrowser } from "./browse.ts";
import { chooseFor, createKey, keepSecret, rowIn, shownSecret, toastOf } from "./keys-by-hand.ts";
import { PASSWORD, signInByPage } from "./person.ts";

let server: BareServer;
beforeAll(async () => {
  server = await startBareServer();
});
afterAll(async () => {
  await server.stop();
});

test(
  "from the setup link to the audit log: two people, a key that works, and every way to take it away",
  inBrowser(async ({ open }) => {
    const ada = await open(`/setup?token=${server.setupToken}`, { site: server.url });
    await setUp(ada);
    const bob = await open(new URL(await invite(ada, "bob@example.com")).pathname, { site: server.url });
    await join(bob, "Bob");
    const client = await connectAsCopied(bob, "Claude Code on my laptop");
    await rename(bob, "Claude Code on my laptop", "Claude Code");
    await cutOffAndUndo(bob, "Claude Code", client);
    await seeUsage(bob, "Claude Code");
    const fresh = await rotate(bob, "Claude Code", client);
    await revokeAndDelete(bob, "Claude Code", fresh);
    await deleteInUse(bob);
    await signOutAndIn(ada);
    await seeAudit(ada);
  }),
);

async function setUp(page: Page): Promise<void> {
  await page.getByLabel("Your name").fill("Ada Lovelace");
  await page.getByLabel("E-mail").fill("ada@example.com");
  await page.getByLabel("Workspace").fill("Main stage");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Create workspace" }).click();
  await page.getByRole("heading", { name: "API keys", level: 1 }).waitFor();
}

async function invite(page: Page, email: string): Promise<string> {
  await page.getByRole("link", { name: "Members" }).click();
  await page.getByRole("button", { name: "Invite people" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("E-mail addresses").fill(email);
  await dialog.getByRole("button", { name: "Create links" }).click();
  const link = await dialog
    .getByRole("group", { name: `Link for ${email}` })
    .locator("code")
    .textContent();
  await dialog.getByRole("button", { name: "Done" }).click();
  return link ?? "";
}

async function join(page: Page, name: string): Promise<void> {
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Create account and join" }).click();
  await page.getByRole("heading", { name: "API keys", level: 1 }).waitFor();
}

/** Pastes what the dialog copied: the address and the key in it are all that the client is given. */
async function connectAsCopied(page: Page, name: string): Promise<FullSession> {
  const secret = await createKey(page, name);
  const dialog = page.getByRole("dialog", { name: "Save your key" });
  await dialog
    .getByRole("button", { name: /^Copy Claude Code/ })
    .first()
    .click();
  const command = await page.evaluate(() => navigator.clipboard.readText());
  const [, address = ""] = /"?(http:\/\/[^\s"']+)\/mcp/.exec(command) ?? [];
  const [, key = ""] = /Bearer (lk_\w+)/.exec(command) ?? [];
  expect([address, key]).toEqual([server.url, secret]);
  const client = await connect(key);
  expect(await client.tools()).toContain("list_events");
  expect(await client.call("list_events", {})).toMatchObject({ structuredContent: { data: [] } });
  await dialog.getByText(/Connected.*a-real-client/).waitFor();
  await keepSecret(page, "Save your key");
  return client;
}

async function rename(page: Page, from: string, to: string): Promise<void> {
  await page.getByRole("button", { name: `Rename ${from}` }).click();
  await page.getByLabel("Key name").fill(to);
  await page.getByLabel("Key name").press("Enter");
  const toast = await toastOf(page, "Key renamed");
  await toast.getByRole("button", { name: "Undo" }).click();
  await rowIn(page, "Enabled", from).waitFor();
  await page.getByRole("button", { name: `Rename ${from}` }).click();
  await page.getByLabel("Key name").fill(to);
  await page.getByLabel("Key name").press("Enter");
  await rowIn(page, "Enabled", to).waitFor();
}

async function cutOffAndUndo(page: Page, name: string, client: FullSession): Promise<void> {
  await page.getByRole("switch", { name: `${name} enabled` }).click();
  const toast = await toastOf(page, "Key disabled");
  await expect(client.call("list_events", {})).rejects.toThrow(/disabled/);
  await rowIn(page, "Disabled", name).waitFor();
  await toast.getByRole("button", { name: "Undo" }).click();
  await toastOf(page, "Key enabled");
  expect(await client.call("list_events", {})).toMatchObject({ structuredContent: { data: [] } });
}

async function seeUsage(page: Page, name: string): Promise<void> {
  await page.getByRole("link", { name, exact: true }).click();
  await page.getByRole("heading", { name, level: 1 }).waitFor();
  await page.getByRole("region", { name: "By tool" }).getByText("list_events").waitFor();
  await page.getByRole("region", { name: "By client" }).getByText("a-real-client").waitFor();
  await page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link", { name: "API keys" }).click();
}

async function rotate(page: Page, name: string, client: FullSession): Promise<FullSession> {
  await chooseFor(page, name, "Rotate secret…");
  const dialog = page.getByRole("dialog", { name: "Rotate secret" });
  await dialog.getByRole("radio", { name: /It ends now/ }).click();
  await dialog.getByRole("button", { name: "Rotate secret" }).click();
  const secret = await shownSecret(page, "Save the new secret");
  await expect(client.call("list_events", {})).rejects.toThrow(/not known|unknown|rotated|secret|key/i);
  await keepSecret(page, "Save the new secret");
  return connect(secret);
}

async function revokeAndDelete(page: Page, name: string, client: FullSession): Promise<void> {
  expect(await client.tools()).toContain("list_events");
  await chooseFor(page, name, "Revoke…");
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke key" }).click();
  await toastOf(page, "Key revoked");
  await expect(client.call("list_events", {})).rejects.toThrow(/revoked/);
  await chooseFor(page, name, "Delete key…");
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete key" }).click();
  await toastOf(page, "Key deleted");
  await rowIn(page, "Disabled", name).waitFor({ state: "detached" });
}

async function deleteInUse(page: Page): Promise<void> {
  const secret = await createKey(page, "In use");
  const client = await connect(secret);
  await client.call("list_events", {});
  await page
    .getByRole("dialog", { name: "Save your key" })
    .getByText(/Connected.*a-real-client/)
    .waitFor();
  await keepSecret(page, "Save your key");
  await chooseFor(page, "In use", "Delete key…");
  const warning = page.getByRole("alertdialog");
  await warning.getByText(/^Used .* by a-real-client/).waitFor();
  await warning.getByRole("button", { name: "Disable instead" }).waitFor();
  await warning.getByRole("button", { name: "Delete key" }).click();
  await toastOf(page, "Key deleted", "In use");
  await expect(client.call("list_events", {})).rejects.toThrow(/key/i);
}

async function signOutAndIn(page: Page): Promise<void> {
  await page.getByRole("button", { name: /ada@example\.com/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.waitForURL(/\/sign-in/);
  await signInByPage(page, { email: "ada@example.com", password: PASSWORD });
}

async function seeAudit(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Audit log" }).click();
  await page.getByRole("heading", { name: "Audit log", level: 1 }).waitFor();
  const list = page.getByRole("main");
  for (const sentence of [
    "Ada Lovelace invited “bob@example.com”",
    "Bob joined",
    "Bob created “",
    "Bob renamed “Claude Code on my laptop” to “Claude Code”",
    "Bob disabled “",
    "Bob enabled “",
    "Bob rotated “",
    "Bob revoked “",
    "Bob deleted “",
  ]) {
    await list.getByText(sentence).first().waitFor();
  }
}

async function connect(secret: string): Promise<FullSession> {
  return connectSdkV2({ url: `${server.url}/mcp`, key: secret }, "auto");
}
