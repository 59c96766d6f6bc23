/** Every answer, on every surface, refused or not, is nobody else's to frame, sniff or keep. */
import { expect, test } from "vitest";
import { call } from "./world.ts";

test.for([
  ["GET", "/v1/me"],
  ["PUT", "/v1/keys"],
  ["POST", "/mcp"],
  ["GET", "/setup"],
  ["GET", "/docs/errors"],
  ["GET", "/.well-known/oauth-protected-resource"],
  ["GET", "/api/auth/get-session"],
  ["GET", "/nowhere"],
] as const)("%s %s carries the security headers and a request id", async ([method, path]) => {
  const { headers } = await call(method, path, {});
  expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
  expect(headers.get("X-Frame-Options")).toBe("DENY");
  // Pages with forms say our origin and no more: without it browsers send `Origin: null`, which we refuse.
  expect(headers.get("Referrer-Policy")).toBe(path === "/setup" ? "strict-origin" : "no-referrer");
  expect(headers.get("Strict-Transport-Security")).toMatch(/^max-age=\d{8}/);
  expect(headers.get("Content-Security-Policy")).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
  expect(headers.get("X-Request-Id")).toMatch(/^req_\w{16}$/);
});
