/** Every page that needs no session, light and dark, narrow and wide: clean for axe, the console and the policy. */
import { expect, test } from "vitest";
import { inBrowser } from "./browse.ts";
import { expectFit } from "./page-checks.ts";
import { invitationLink, newPerson } from "./person.ts";

const PATHS = ["/sign-in", "/setup", "/setup/recover", "/docs", "/no-such-page", "/invite/not-a-token"];

for (const path of PATHS) {
  test(
    `${path} is fit for everybody`,
    inBrowser(async ({ open, expectConsole }) => {
      expectConsole(/Failed to load resource: the server responded with a status of (404|410)/);
      await expectFit(await open(path));
    }),
  );
}

test(
  "an invitation is fit for everybody: for a stranger, for a member, and for somebody else",
  inBrowser(async ({ site, open, expectConsole }) => {
    expectConsole(/Failed to load resource: the server responded with a status of 403/);
    const { workspaceId } = await newPerson(site);
    const link = await invitationLink(site, { workspaceId, email: "new@example.com", role: "member" });
    const known = await newPerson(site);
    const linkForKnown = await invitationLink(site, { workspaceId, email: known.email, role: "admin" });
    for (const { pathname } of [new URL(link), new URL(linkForKnown)]) {
      await expectFit(await open(pathname));
      await expectFit(await open(pathname, { as: known }));
    }
  }),
);

test(
  "a page is dark from its first paint for whoever wants it dark",
  inBrowser(async ({ open }) => {
    for (const mode of ["light", "dark"] as const) {
      const page = await open("/sign-in", { mode });
      expect(await page.locator("html").getAttribute("data-mode")).toBe(mode);
    }
  }),
);
