/** Names from people are text, whatever is in them, and break no page. */
import { expect, test } from "vitest";
import { inBrowser } from "./browse.ts";
import { expectNoSidewaysScroll, settled } from "./page-checks.ts";
import { act, newKey, newPerson } from "./person.ts";

const NAMES = {
  markup: `<img src=x onerror="alert(1)"><script>alert(2)</script>&lt;b&gt;`,
  "a script's end": `</script><script>alert(3)</script>`,
  "right to left": "مفتاح الإنتاج (abc) ١٢٣",
  "many emoji": "🎪".repeat(40),
  "no space": "x".repeat(80),
} as const;
const PAGES = ["keys", "events", "documents", "production", "automations", "members", "audit", "settings"];

for (const [kind, name] of Object.entries(NAMES)) {
  test(
    `a name with ${kind} is shown as it is on every page, and runs nothing`,
    inBrowser(async ({ site, open }) => {
      const as = await newPerson(site, { name, workspace: name });
      const where = `?workspace=${as.workspaceId}`;
      const key = await newKey(as, site, { name });
      await act(as, site, ["POST", `/v1/events${where}`, { title: name, starts_at: "2027-06-18T20:00:00Z" }]);
      await act(as, site, ["POST", `/v1/documents${where}`, { title: name, body: name }]);
      await act(as, site, ["POST", `/v1/automations${where}`, { name, url: "http://localhost:9/" }]);
      const page = await open("/keys", { as });
      const dialogs: string[] = [];
      page.on("dialog", (dialog) => {
        dialogs.push(dialog.message());
        void dialog.dismiss();
      });
      for (const path of [...PAGES, `keys/${key.id}`]) {
        await page.goto(`${site.url}/${path}?ws=${as.workspaceId}`);
        await settled(page);
        expect(await page.locator("body").textContent(), path).toContain(name.trim());
        await expectNoSidewaysScroll(page);
      }
      expect(dialogs).toEqual([]);
    }),
  );
}
