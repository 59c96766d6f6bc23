/** The import of another system's keys by hand, and legacy tokens where people see and replace them. */
import { text } from "node:stream/consumers";
import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { inBrowser } from "./browse.ts";
import { chooseFor } from "./keys-by-hand.ts";
import { expectFit } from "./page-checks.ts";
import { act, newPerson, type Person, type Site } from "./person.ts";

const newSecret = (): string => `acme_${crypto.randomUUID()}`;

async function sha256(secret: string): Promise<string> {
  return Buffer.from(await crypto.subtle.digest("SHA-256", Buffer.from(secret))).toString("hex");
}

/** A legacy token of the person's own. */
async function newLegacyToken(as: Person, site: Site): Promise<string> {
  const secret = newSecret();
  const digest = await sha256(secret);
  const form = { digest, digest_algorithm: "sha256", encoding: "hex", prefix: "acme_" };
  const key = { name: "Old dashboard token", owner: as.email, scopes: ["mcp:read", "mcp:write"], workspaces: "all" };
  await act(as, site, ["POST", "/v1/keys/import", { keys: [{ ...key, ...form }] }]);
  return secret;
}

/** Pastes the table and asks what would become of it. */
async function preview(page: Page, table: string): Promise<Locator> {
  await page.getByRole("button", { name: "Import keys" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Table").fill(table);
  await dialog.getByRole("button", { name: "Preview" }).click();
  return dialog;
}

test(
  "an admin pastes a table, sees what would become of each line, imports, and keeps the report",
  inBrowser(async ({ site, open }) => {
    const as = await newPerson(site);
    const [good, bad] = [newSecret(), newSecret()];
    const page = await open("/keys", { as });
    const dialog = await preview(
      page,
      `name,owner,digest,scopes,workspaces,prefix\n` +
        `n8n,${as.email},${await sha256(good)},mcp:read mcp:write,Night shift,acme_\n` +
        `"Bot, old",nobody@example.com,${await sha256(bad)},mcp:read,all,\n`,
    );
    await dialog.getByText("1 will be imported, 1 refused.").waitFor();
    await dialog.getByText("owner: nobody of this id or address").waitFor();
    await expectFit(page);
    await dialog.getByRole("button", { name: "Import 1 key" }).click();
    await dialog.getByText("1 imported, 1 refused.").waitFor();
    const downloading = page.waitForEvent("download");
    await dialog.getByRole("button", { name: "Download report" }).click();
    const report = await text(await (await downloading).createReadStream());
    expect(report.split("\r\n").slice(0, 3)).toEqual([
      "line,name,owner,outcome,key_id,errors",
      expect.stringMatching(/^2,n8n,.+,created,key_\w{10},$/),
      expect.stringMatching(/^3,"Bot, old",nobody@example.com,refused,,owner: nobody/),
    ]);
    await dialog.getByRole("button", { name: "Done" }).click();
    await page.getByText("acme_••••").first().waitFor();
    const used = await fetch(`${site.url}/v1/me`, { headers: { Authorization: `Bearer ${good}` } });
    expect(used.status).toBe(200);
  }),
);

test(
  "a table that cannot be read says what is wrong with it, and is not sent",
  inBrowser(async ({ site, open }) => {
    const page = await open("/keys", { as: await newPerson(site) });
    const dialog = await preview(page, "name,owner\nn8n,ada@example.com\n");
    await dialog.getByText("Missing: digest, scopes, workspaces.").waitFor();
    await dialog.getByLabel("Table").fill('name,owner,digest,scopes,workspaces\n"n8n,a,b,c,d\n');
    await dialog.getByRole("button", { name: "Preview" }).click();
    await dialog.getByText("Line 2: a quote is not closed").waitFor();
    await expectFit(page);
  }),
);

test(
  "a member who runs no workspace is offered no import",
  inBrowser(async ({ site, open }) => {
    const page = await open("/keys", { as: await newPerson(site, { role: "member" }) });
    await page.getByRole("button", { name: "Create API key" }).first().waitFor();
    expect(await page.getByRole("button", { name: "Import keys" }).count()).toBe(0);
  }),
);

test(
  "legacy tokens have a section of their own, and a key that replaces one takes over what it may do",
  inBrowser(async ({ site, open }) => {
    const as = await newPerson(site);
    await newLegacyToken(as, site);
    const page = await open("/keys", { as });
    const section = page.getByRole("region", { name: /Legacy tokens/ });
    await section.getByText("Replace each with a key").waitFor();
    await expectFit(page);
    await page.getByRole("button", { name: "Actions for Old dashboard token" }).click();
    expect(await page.getByRole("menuitem", { name: "Rotate secret…" }).count()).toBe(0);
    expect(await page.getByRole("menuitem", { name: "Edit access…" }).count()).toBe(0);
    await page.keyboard.press("Escape");
    await section.getByRole("button", { name: /Replace Old dashboard token/ }).click();
    const dialog = page.getByRole("dialog", { name: "Replace “Old dashboard token”" });
    expect(await dialog.getByLabel("Name", { exact: true }).inputValue()).toBe("Old dashboard token");
    await expectFit(page);
    await dialog.getByRole("button", { name: "Create key" }).click();
    await page.getByText("When nothing uses the legacy token any more, revoke it.").waitFor();
    const keys = await act(as, site, ["GET", "/v1/keys?legacy=false&owner=me"]);
    expect(keys).toMatchObject({
      data: [
        {
          name: "Old dashboard token",
          scopes: ["mcp:read", "mcp:write"],
          workspaces: [{ id: as.workspaceId }],
          legacy: false,
        },
      ],
    });
  }),
);

test(
  "a legacy token that was just used is revoked after the same warning as any key",
  inBrowser(async ({ site, open }) => {
    const as = await newPerson(site);
    const secret = await newLegacyToken(as, site);
    await fetch(`${site.url}/v1/me`, { headers: { Authorization: `Bearer ${secret}` } });
    await expect
      .poll(async () => JSON.stringify(await act(as, site, ["GET", "/v1/keys?legacy=true"])), { timeout: 30_000 })
      .not.toContain('"last_used":null');
    const page = await open("/keys", { as });
    await chooseFor(page, "Old dashboard token", "Revoke…");
    const dialog = page.getByRole("alertdialog");
    await dialog.getByText("Disable it first to see what breaks.").waitFor();
    await dialog.getByRole("button", { name: "Revoke key" }).click();
    await dialog.waitFor({ state: "detached" });
    const used = await fetch(`${site.url}/v1/me`, { headers: { Authorization: `Bearer ${secret}` } });
    expect(used.status).toBe(401);
  }),
);
