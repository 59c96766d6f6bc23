/** Where the consent page leads: to what the app registered, when somebody answers, and nowhere by itself. */
import { exports } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { authorizePath, browserOf, handleOf, register } from "./consent-world.ts";
import { ORIGIN } from "./people.ts";
import { newWorld } from "./world.ts";

describe("an answer leads to where the app registered, and nowhere else", () => {
  test("what cannot be trusted is told on the page", async () => {
    const { owner } = await newWorld();
    const client = await register({ redirect_uri: "https://app.example/cb" });
    const browser = await browserOf(owner);
    const changes = [
      { redirect_uri: "https://evil.example/cb" },
      { redirect_uri: "https://app.example/cb/../evil" },
      { redirect_uri: "https://app.example.evil.example/cb" },
      { redirect_uri: "https://app.example/cb?x=1" },
      { redirect_uri: "https://app.example@evil.example/cb" },
      { redirect_uri: "//evil.example" },
      { redirect_uri: "javascript:alert(1)" },
      { redirect_uri: "" },
      { client_id: "nobody" },
      { client_id: "" },
      { client_id: "<script>alert(1)</script>" },
    ];
    for (const change of changes) {
      const page = await browser.open(await authorizePath(client, change));
      expect([page.status, page.location]).toEqual([400, ""]);
      expect(page.html).not.toMatch(/evil\.example|alert\(/);
      expect(handleOf(page)).toBe("");
    }
  });

  test("what is wrong with the request itself leads nowhere by itself: the app is told if the person wants it", async () => {
    const { owner } = await newWorld();
    const client = await register();
    const browser = await browserOf(owner);
    const changes = [
      [{ code_challenge: "" }, "invalid_request"],
      [{ code_challenge_method: "plain" }, "invalid_request"],
      [{ response_type: "token" }, "unsupported_response_type"],
      [{ resource: "https://elsewhere.example/mcp" }, "invalid_target"],
    ] as const;
    for (const [change, error] of changes) {
      const { status, location, html } = await browser.open(await authorizePath(client, change));
      expect([status, location]).toEqual([400, ""]);
      const [, link = ""] = /href="([^"]+)"[^>]*>Tell the app/.exec(html) ?? [];
      const { origin, pathname, searchParams } = new URL(link.replaceAll("&amp;", "&"));
      expect(`${origin}${pathname}`).toBe(client.redirectUri);
      expect(Object.fromEntries(searchParams)).toMatchObject({ error, state: "st&te=1", iss: ORIGIN });
    }
  });

  test("a client with a secret cannot do without PKCE", async () => {
    const { owner } = await newWorld();
    const client = await register({ token_endpoint_auth_method: "client_secret_basic" });
    const path = await authorizePath(client, { code_challenge: "", code_challenge_method: "" });
    expect((await (await browserOf(owner)).open(path)).html).toContain("Nothing was given to it");
  });
});

test("where OAuth is not spoken, nothing is at the address", async () => {
  const answers = await Promise.all(
    [ORIGIN, "http://latchkey.test"].map((origin) =>
      exports.default.fetch(`${origin}/oauth/authorize`, { redirect: "manual" }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual([303, 404]);
});
