/** A passkey in a real browser, whose authenticator is Chromium's virtual one. */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { inBrowser } from "./browse.ts";
import { toastOf } from "./keys-by-hand.ts";
import { newPerson } from "./person.ts";

test(
  "a passkey that was added in the settings signs its person in, without e-mail or password",
  inBrowser(async ({ site, open }) => {
    const as = await newPerson(site, { name: "Noor Haddad" });
    // An address is no domain, and passkeys belong to one (WebAuthn §5.1.2).
    const page = await open("/settings", { as, site: site.url.replace("127.0.0.1", "localhost") });
    await giveAuthenticator(page);
    await page.getByRole("tab", { name: "Account" }).click();
    await page.getByRole("button", { name: "Add passkey" }).click();
    await toastOf(page, "Passkey added");
    await page.getByRole("button", { name: "Noor Haddad" }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.waitForURL(/\/sign-in/);
    expect(await page.context().cookies()).not.toContainEqual(
      expect.objectContaining({ name: as.cookie.split("=")[0] }),
    );
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.waitForURL(/\/keys/);
    await page.getByRole("button", { name: "Noor Haddad" }).waitFor();
  }),
);

/** One that is built in, keeps passkeys, and always says yes (CDP, WebAuthn domain). */
async function giveAuthenticator(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}
