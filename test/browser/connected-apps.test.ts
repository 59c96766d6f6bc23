/** The page of connected apps by hand: what an app may do is taken from it, it is disconnected, or cut off by others. */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { startApp } from "./an-app.ts";
import { type Browse, inBrowser } from "./browse.ts";
import { expectFit } from "./page-checks.ts";
import { newPerson, type Person } from "./person.ts";

/** The token of an app that the person has connected by its own way, to read and write. */
async function connect(
  { site, open }: Pick<Browse, "site" | "open">,
  as: Person,
  name = "Claude Code",
): Promise<string> {
  const app = await startApp(site.url, { name, scope: "mcp:read mcp:write" });
  const page = await open(app.authorizePath, { as });
  await page.getByRole("button", { name: "Allow", exact: true }).click();
  await page.getByRole("heading", { name: "You can close this window." }).waitFor();
  const token = await app.token();
  await app.stop();
  return token;
}

/** One request of an app: the status, and the tools that it is offered. */
async function use(site: string, token: string): Promise<{ readonly status: number; readonly text: string }> {
  const headers = {
    Authorization: `Bearer ${token}`,
    "Content-Type": "application/json",
    Accept: "application/json, text/event-stream",
    "User-Agent": "claude-code/2.1",
  };
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" });
  const response = await fetch(`${site}/mcp`, { method: "POST", headers, body });
  return { status: response.status, text: await response.text() };
}

const choose = async (page: Page, app: string, entry: string): Promise<void> => {
  await page.getByRole("button", { name: new RegExp(`^Actions for ${app}`) }).click();
  await page.getByRole("menuitem", { name: entry }).click();
};

test(
  "an app is given less, and disconnected with a warning, by keyboard alone; it feels both at once",
  inBrowser(async ({ site, open }) => {
    const as = await newPerson(site);
    const token = await connect({ site, open }, as);
    expect((await use(site.url, token)).text).toContain("create_event");
    const page = await open("/apps", { as });
    await page.getByText("Not verified").waitFor();
    await page.getByRole("button", { name: "Actions for Claude Code" }).press("Enter");
    await page.getByRole("menuitem", { name: "Edit access…" }).press("Enter");
    await page.getByRole("checkbox", { name: "Write" }).press("Space");
    await page.getByText("“Claude Code” loses Write.").waitFor();
    expect(await page.getByRole("checkbox", { name: "Read" }).isDisabled()).toBe(true);
    await page.getByRole("button", { name: "Save changes" }).press("Enter");
    await page.getByText("Access changed").waitFor();
    expect((await use(site.url, token)).text).not.toContain("create_event");
    await expect
      .poll(async () => {
        await page.reload();
        return page.getByText(/by claude-code/).count();
      }, WITHIN)
      .toBeGreaterThan(0);
    await choose(page, "Claude Code", "Disconnect…");
    await page
      .getByRole("alertdialog")
      .getByText(/^Used .* by claude-code/)
      .waitFor();
    await page.getByRole("button", { name: "Disconnect", exact: true }).press("Enter");
    await page.getByRole("heading", { name: "No connected apps yet" }).waitFor();
    expect((await use(site.url, token)).status).toBe(401);
  }),
);

const WITHIN = { timeout: 30_000, interval: 500 };

test(
  "who runs a workspace sees what others let into it, cuts it off, and is told of it before a member is removed",
  inBrowser(async ({ site, open }) => {
    const admin = await newPerson(site, { name: "Maya Chen" });
    const member = await newPerson(site, { name: "Bo Diddley", role: "member", workspaceId: admin.workspaceId });
    const token = await connect({ site, open }, member, "ChatGPT");
    expect((await use(site.url, token)).status).toBe(200);
    const members = await open(`/members?ws=${admin.workspaceId}`, { as: admin });
    await choose(members, "Bo Diddley", "Remove from workspace…");
    await members.getByRole("list", { name: "Keys and apps that lose this workspace" }).getByText("ChatGPT").waitFor();
    const page = await open(`/apps?ws=${admin.workspaceId}`, { as: admin });
    await page.getByRole("heading", { name: /^Apps of others that reach/ }).waitFor();
    await expectFit(page);
    await page.getByRole("button", { name: "Cut off ChatGPT by Bo Diddley" }).click();
    await expectFit(page);
    await page.getByRole("alertdialog").getByRole("button", { name: "Cut off" }).click();
    await page.getByText("“ChatGPT” is cut off from").waitFor();
    await expect.poll(() => page.getByRole("heading", { name: /^Apps of others/ }).count()).toBe(0);
    const own = await open("/apps", { as: member });
    await own.getByText("No workspace: it opens nothing").waitFor();
    const log = await open(`/audit?ws=${admin.workspaceId}`, { as: admin });
    await log
      .getByText(/cut off the app/)
      .first()
      .waitFor();
    await log
      .getByText(/connected the app/)
      .first()
      .waitFor();
  }),
);

test(
  "the page with an app on it, and each dialog about it, is fit for everybody",
  inBrowser(async ({ site, open }) => {
    const as = await newPerson(site);
    await connect({ site, open }, as, "An app with a name as long as people who write apps like to make them");
    const page = await open("/apps", { as });
    await page.getByText("Not verified").waitFor();
    await expectFit(page);
    for (const entry of ["Edit access…", "Disconnect…"]) {
      await page.reload();
      await choose(page, "An app with a name", entry);
      await page.getByRole("dialog").or(page.getByRole("alertdialog")).waitFor();
      await expectFit(page);
    }
  }),
);

test(
  "signing out everywhere takes apps along where the box is ticked",
  inBrowser(async ({ site, open }) => {
    const as = await newPerson(site);
    const token = await connect({ site, open }, as);
    const page = await open("/settings?tab=account", { as });
    await page.getByRole("button", { name: "Sign out everywhere…" }).click();
    await page.getByRole("checkbox", { name: "Disconnect my connected apps too" }).check();
    await expectFit(page);
    await page.getByRole("alertdialog").getByRole("button", { name: "Sign out everywhere" }).click();
    await page.waitForURL(/\/sign-in/);
    expect((await use(site.url, token)).status).toBe(401);
  }),
);
