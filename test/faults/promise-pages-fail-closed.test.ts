/** Promise 3 for people: a page that cannot be made says so, is asked for again, and logs nothing of who asked. */
import { expect, test, vi } from "vitest";
import { newBrowser } from "../browser.ts";
import { claimed, signIn } from "../people.ts";
import { call, newWorld } from "../world.ts";
import { connectionLost, failD1 } from "./d1-faults.ts";

test("while D1 is away the dashboard answers 503 with Retry-After, as a page", async () => {
  await claimed();
  const world = await newWorld();
  const { cookie } = await signIn(world.owner);
  expect((await newBrowser().open("/keys", cookie)).status).toBe(200);
  const printed = [vi.spyOn(console, "error"), vi.spyOn(console, "warn"), vi.spyOn(console, "info")];
  using _ = failD1(() => Promise.reject(connectionLost()));
  const shown = await newBrowser().open("/keys", cookie);
  expect([shown.status, shown.headers.get("retry-after")]).toEqual([503, expect.stringMatching(/^\d+$/)]);
  expect(shown.headers.get("content-type")).toContain("text/html");
  expect(shown.headers.get("cache-control")).toContain("no-store");
  const lines = printed.flatMap((spy) => spy.mock.calls.flat());
  expect(lines.filter((line) => typeof line !== "string" || !line.startsWith("{"))).toEqual([]);
});

test("while D1 is away a session's request answers 503 with Retry-After, and so do the pages for who is not signed in", async () => {
  await claimed();
  const world = await newWorld();
  const { cookie } = await signIn(world.owner);
  using _ = failD1(() => Promise.reject(connectionLost()));
  const asked = await call("GET", "/v1/keys", { headers: cookie });
  expect([asked.status, asked.body["code"]]).toEqual([503, "storage_unavailable"]);
  expect(asked.headers.get("retry-after")).toMatch(/^\d+$/);
  for (const path of ["/sign-in", "/setup", `/invite/inv${"0".repeat(40)}`, "/reset-password?token=rst"]) {
    expect((await newBrowser().open(path, cookie)).status).toBe(503);
  }
  const typed = { email: world.owner.email, password: "correct horse battery" };
  expect((await newBrowser().submit("/sign-in", typed)).status).toBe(503);
});

test("while D1 fails within the sign-in alone, a right password is not called a wrong one, and nothing is printed", async () => {
  await claimed();
  const world = await newWorld();
  const { headers } = await signIn(world.owner);
  const printed = [vi.spyOn(console, "error"), vi.spyOn(console, "warn"), vi.spyOn(console, "info")];
  using _ = failD1(({ sql, run }) =>
    sql.some((text) => /(?:from|update) "(?:user|account|passkey)"/.test(text))
      ? Promise.reject(connectionLost())
      : run(),
  );
  const typed = { email: world.owner.email, password: "correct horse battery" };
  const shown = await newBrowser().submit("/sign-in", typed);
  expect([shown.status, shown.headers.get("retry-after")]).toEqual([503, expect.stringMatching(/^\d+$/)]);
  const body = { currentPassword: typed.password, newPassword: "another horse battery", revokeOtherSessions: true };
  for (const [method, path, sent] of [
    ["POST", "/api/auth/change-password", body],
    ["POST", "/api/auth/passkey/delete-passkey", { id: "pky_0000000000000000" }],
    ["GET", "/api/auth/passkey/list-user-passkeys", undefined],
  ] as const) {
    expect((await call(method, path, { headers, body: sent })).status).toBe(503);
  }
  const lines = printed.flatMap((spy) => spy.mock.calls.flat());
  expect(lines.filter((line) => typeof line !== "string" || !line.startsWith("{"))).toEqual([]);
  expect(lines.join(" ")).not.toMatch(/example\.com|horse|"(?:user|account)"/);
});
