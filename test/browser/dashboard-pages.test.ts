/** Every page of the dashboard, empty and with something on it: clean for axe, the console and the policy. */
import { test } from "vitest";
import { z } from "zod";
import { type Browse, inBrowser } from "./browse.ts";
import { expectFit } from "./page-checks.ts";
import { act, newKey, newPerson, type Person, type Site } from "./person.ts";

const PAGES = ["keys", "apps", "events", "documents", "production", "automations", "members", "audit", "settings"];

for (const name of PAGES) {
  test(
    `/${name} is fit for everybody while it is empty`,
    inBrowser(async ({ site, open }) => {
      await expectFit(await open(`/${name}`, { as: await newPerson(site) }));
    }),
  );
  test(
    `/${name} is fit for everybody with something on it`,
    inBrowser(async ({ site, open }) => {
      await expectFit(await open(`/${name}`, { as: await somebodyBusy(site) }));
    }),
  );
}

test(
  "a key's page is fit for everybody, before its first use and after",
  inBrowser(async ({ site, open }) => {
    const as = await newPerson(site);
    const [unused, used] = [await newKey(as, site), await newKey(as, site)];
    await use(site, used.secret);
    await expectFit(await open(`/keys/${unused.id}`, { as }));
    await expectFit(await open(`/keys/${used.id}`, { as }));
  }),
);

test(
  "a document's page is fit for everybody",
  inBrowser(async ({ site, open }) => {
    const as = await somebodyBusy(site);
    const documents = await act(as, site, ["GET", `/v1/documents?workspace=${as.workspaceId}`]);
    const { data } = z.object({ data: z.array(z.object({ id: z.string() })).min(1) }).parse(documents);
    await expectFit(await open(`/documents/${data[0]?.id ?? ""}?ws=${as.workspaceId}`, { as }));
  }),
);

test(
  "each dialog about a key is fit for everybody",
  inBrowser(async ({ site, open }) => {
    const as = await somebodyBusy(site);
    for (const entry of ["Edit access…", "Rotate secret…", "Connect an agent…", "Revoke…", "Delete key…"]) {
      await openDialog({ as, open, entry });
    }
  }),
);

async function openDialog({ as, open, entry }: Pick<Browse, "open"> & { as: Person; entry: string }): Promise<void> {
  const page = await open("/keys", { as });
  await page.getByRole("button", { name: "Actions for n8n workflow" }).click();
  await page.getByRole("menuitem", { name: entry }).click();
  await page.getByRole("dialog").or(page.getByRole("alertdialog")).waitFor();
  await expectFit(page);
}

/** With content, a key that was used, one that is disabled, and one that is revoked. */
async function somebodyBusy(site: Site): Promise<Person> {
  const person = await newPerson(site);
  await act(person, site, ["POST", `/v1/workspaces/${person.workspaceId}/sample-data`]);
  const { secret } = await newKey(person, site, { name: "n8n workflow", scopes: ["mcp:read", "mcp:write"] });
  await use(site, secret);
  const disabled = await newKey(person, site, { name: "Old laptop" });
  await act(person, site, ["POST", `/v1/keys/${disabled.id}/disable`]);
  const revoked = await newKey(person, site, { name: "Leaked" });
  await act(person, site, ["POST", `/v1/keys/${revoked.id}/revoke`]);
  return person;
}

async function use(site: Site, secret: string): Promise<void> {
  const answer = await fetch(`${site.url}/v1/events`, { headers: { Authorization: `Bearer ${secret}` } });
  if (!answer.ok) throw new Error(`the key was refused: ${answer.status}`);
}
