/** Where OAuth is spoken is said twice, to the server and to the connect helper: they must agree. */
import { expect, test } from "vitest";
import { canSignInAt } from "#shared/mcp-clients/forms.ts";
import { isOAuthOrigin } from "#workers/http/origin.ts";

test("the connect helper says that apps can sign in exactly where the server speaks OAuth", () => {
  const spoken = ["https://keys.example.com", "https://localhost", "http://localhost:8787", "http://127.9.9.9:1"];
  const loopback = [...spoken, "http://127.0.0.1", "http://[::1]:8787"];
  const networks = ["http://10.0.0.7", "http://keys.example.com", "http://a.localhost", "http://[::2]"];
  const lookalikes = ["http://127.0.0.1.example.com", "http://localhost.example.com", "http://1270.0.0.1.example"];
  const origins = [...loopback, ...networks, ...lookalikes];
  expect(origins.filter(isOAuthOrigin)).toEqual(loopback);
  expect(origins.filter((origin) => canSignInAt(`${origin}/mcp`))).toEqual(loopback);
});
