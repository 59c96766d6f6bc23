/** Before the first file: an up-to-date dashboard, one Worker with real D1, KV and gates, and one Chromium for all. */
import type { TestProject } from "vitest/node";
import { ensureDashboard } from "../../scripts/local/dashboard.ts";
import { startServer } from "../node/server.ts";
import { launchChromium } from "./chromium.ts";

export type Shared = {
  /** The Worker's origin. */
  readonly url: string;
  /** A key of the first owner, which makes workspaces and invites people into them. */
  readonly managementKey: string;
  /** Where to connect to the browser. */
  readonly browserEndpoint: string;
};

declare module "vitest" {
  interface ProvidedContext {
    shared: Shared;
  }
}

export default async function setUpBrowserTests(project: TestProject): Promise<() => Promise<void>> {
  await ensureDashboard();
  const [server, browser] = await Promise.all([startServer({ ALLOW_LOOPBACK_WEBHOOKS: "1" }), launchChromium()]);
  const { url, managementKey } = server;
  project.provide("shared", { url, managementKey, browserEndpoint: browser.wsEndpoint() });
  return async () => {
    await browser.close();
    const errors = server
      .logs()
      .split("\n")
      .filter((line) => line.includes('"level":"error"'));
    if (errors.length > 0) console.error(`The Worker logged errors:\n${errors.join("\n")}`);
    await server.stop();
  };
}
