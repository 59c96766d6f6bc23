/** Every page that needs no session, light and dark, narrow and wide: clean for axe, the console and the policy. */
import { test } from "vitest";
import { inBrowser } from "./browse.ts";
import { expectFit, LOOKS } from "./page-checks.ts";
import { invitationLink, newPerson } from "./person.ts";

const PATHS = ["/sign-in", "/setup", "/setup/recover", "/docs", "/no-such-page", "/invite/not-a-token"];

for (const path of PATHS) {
  test(
    `${path} is fit for everybody`,
    inBrowser(async ({ open, expectConsole }) => {
      expectConsole(/Failed to load resource: the server responded with a status of (404|410)/);
      for (const look of LOOKS) await expectFit(await open(path, look));
    }),
  );
}

test(
  "an invitation is fit for everybody: for a stranger, for a member, and for somebody else",
  inBrowser(async ({ site, open, expectConsole }) => {
    expectConsole(/Failed to load resource: the server responded with a status of 403/);
    const inviter = await newPerson(site);
    const { workspaceId } = inviter;
    const link = await invitationLink(site, { workspaceId, email: "new@example.com", role: "member" });
    const known = await newPerson(site);
    const linkForKnown = await invitationLink(site, { workspaceId, email: known.email, role: "admin" });
    const paths = [link, linkForKnown].map((url) => new URL(url).pathname);
    for (const look of LOOKS) {
      for (const path of paths) {
        await expectFit(await open(path, look));
        await expectFit(await open(path, { ...look, as: known }));
      }
    }
  }),
);
