/** docs/openapi.json: what a running Worker answers at /v1/openapi.json. */
import { createTestHarness } from "wrangler";
import { ensureSomeDashboard } from "../local/dashboard.ts";

/** Any address will do, as long as it is always the same: the document names the server it was asked from. */
const ORIGIN = "https://latchkey.example";

/** Starts the Worker without storage behind it, asks it, and stops it. */
export async function openApiDocument(): Promise<string> {
  await ensureSomeDashboard();
  const harness = createTestHarness({
    workers: [{ configPath: "wrangler.toml", secrets: { PEPPER: "x".repeat(32), SETUP_TOKEN: "x".repeat(32) } }],
  });
  try {
    await harness.listen();
    const response = await harness.fetch(`${ORIGIN}/v1/openapi.json`);
    if (!response.ok) throw new Error(`GET /v1/openapi.json answered ${response.status}`);
    return `${JSON.stringify(await response.json(), null, 2)}\n`;
  } finally {
    await harness.close();
  }
}
