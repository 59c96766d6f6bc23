/** The official conformance suite: on fixtures behind our endpoint code, and on the real `/mcp`. */
import { expect, test } from "vitest";
import { createTestHarness } from "wrangler";
import { type Report, type Revision, runConformance } from "./conformance.ts";
import { FIXTURES_2025, PRODUCT_2025, PRODUCT_2026 } from "./conformance-baselines.ts";
import { startProxy } from "./loopback.ts";
import { createKey, startServer } from "./server.ts";

async function fixtures(revision: Revision): Promise<Report> {
  const harness = createTestHarness({ workers: [{ configPath: "test/conformance/wrangler.toml" }] });
  const { url } = await harness.listen();
  try {
    return await runConformance(`${url.origin}/mcp`, revision);
  } finally {
    await harness.close();
  }
}

async function product(revision: Revision): Promise<Report> {
  const server = await startServer();
  const { secret } = await createKey(server, { scopes: ["mcp:read", "mcp:write", "mcp:execute"] });
  const proxy = await startProxy(server.url, secret);
  try {
    return await runConformance(`${proxy.url}/mcp`, revision);
  } finally {
    await proxy.stop();
    await server.stop();
  }
}

test("our endpoint passes every scenario that 2026-07-28 requires", async () => {
  const report = await fixtures("2026-07-28");
  expect(report.failed).toEqual([]);
  expect(report.passed).toHaveLength(37);
});

test("our endpoint passes what 2025-11-25 requires of a server without sessions", async () => {
  const report = await fixtures("2025-11-25");
  expect(report.failed).toEqual(FIXTURES_2025.toSorted());
  expect([report.passed.length, report.required.length]).toEqual([24, 30]);
});

test("the product passes what 2026-07-28 requires of a server with tools of its own", async () => {
  const report = await product("2026-07-28");
  expect(report.failed).toEqual(PRODUCT_2026.toSorted());
  expect([report.passed.length, report.required.length]).toEqual([12, 37]);
});

test("the product passes what 2025-11-25 requires of a server with tools of its own", async () => {
  const report = await product("2025-11-25");
  expect(report.failed).toEqual(PRODUCT_2025.toSorted());
  expect([report.passed.length, report.required.length]).toEqual([8, 30]);
});
