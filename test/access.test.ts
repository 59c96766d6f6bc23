/** Where a credential is found, what proves it, and which gate is asked. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { mintId, newKeyId } from "#shared/ids.ts";
import { identify } from "#workers/access/identify.ts";
import { readCredential } from "#workers/access/read-credential.ts";
import { settingsOf } from "#workers/env.ts";
import { gateName } from "#workers/gate/find-gate.ts";
import { regionOf } from "#workers/gate/regions.ts";
import { cleanClientName } from "#workers/http/client-name.ts";
import { mintKey } from "#workers/secrets/mint-key.ts";

const nothing = { authorization: undefined, apiKeyHeader: undefined, apiKeyQuery: undefined };

test("a key of the previous pepper works until that is taken away, under the digest it was stored with", async () => {
  const before = { ...settingsOf(env), pepper: "the pepper of last year, 32 characters", pepperPrevious: null };
  const minted = await mintKey(before, mintId);
  const presented = { kind: "text", text: minted.secret.reveal(), via: "header" } as const;
  const rotated = { ...before, pepper: "the pepper of this year, 32 characters", pepperPrevious: before.pepper };
  expect(await identify(rotated, presented)).toEqual({
    ok: true,
    value: { id: minted.id, digest: minted.digest, via: "header" },
  });
  expect(await identify({ ...rotated, pepperPrevious: null }, presented)).toMatchObject({
    ok: false,
    error: { check: "tag", refusal: { code: "malformed_key" } },
  });
});

test("a key of another environment is told so, and one of another product is no key here", async () => {
  const settings = settingsOf(env);
  const live = await mintKey({ ...settings, keyEnv: "live" }, mintId);
  const other = await mintKey({ ...settings, keyPrefix: "uk" }, mintId);
  const refusalOf = async (text: string): Promise<unknown> => identify(settings, { kind: "text", text, via: "header" });
  expect(await refusalOf(live.secret.reveal())).toMatchObject({ error: { refusal: { code: "wrong_environment" } } });
  expect(await refusalOf(other.secret.reveal())).toMatchObject({ error: { refusal: { code: "malformed_key" } } });
});

test("the Authorization header wins over X-Api-Key, and both over the query", () => {
  const source = { authorization: "bearer  one", apiKeyHeader: "two", apiKeyQuery: "three" };
  expect(readCredential(source)).toEqual({ kind: "text", text: "one", via: "header" });
  expect(readCredential({ ...source, authorization: undefined })).toMatchObject({ text: "two", via: "header" });
  expect(readCredential({ ...nothing, apiKeyQuery: "three" })).toMatchObject({ text: "three", via: "query" });
  expect(readCredential(nothing)).toEqual({ kind: "none" });
});

test("what unconfigured clients send is told from a wrong key", () => {
  const placeholders = [
    "Bearer ${LATCHKEY_API_KEY}",
    "Bearer {env:LATCHKEY_API_KEY}",
    "Bearer $LATCHKEY_API_KEY",
    "Bearer %LATCHKEY_API_KEY%",
    "Bearer YOUR_API_KEY",
    "Bearer <your key>",
    "Bearer Bearer lk_test_x",
    "Bearer undefined",
  ];
  for (const authorization of placeholders) {
    expect(readCredential({ ...nothing, authorization })).toEqual({ kind: "placeholder" });
  }
  for (const authorization of ["", "Bearer", "Bearer ", "Basic YTpi", `Bearer ${"x".repeat(10_240)}`]) {
    expect(readCredential({ ...nothing, authorization })).toEqual({ kind: "malformed" });
  }
});

test("only regions where Durable Objects run have a gate; everywhere else asks the nearest", () => {
  const asked = [
    [{ continent: "NA", longitude: "-122.4" }, "wnam"],
    [{ continent: "NA", longitude: "-74" }, "enam"],
    [{ continent: "SA", country: "BR" }, "enam"],
    [{ continent: "EU", longitude: "-3.7" }, "weur"],
    [{ continent: "EU", longitude: "24.9" }, "eeur"],
    [{ continent: "AF", country: "ZA" }, "weur"],
    [{ continent: "AS", country: "AE" }, "eeur"],
    [{ continent: "AS", country: "JP" }, "apac-ne"],
    [{ continent: "AS", country: "SG" }, "apac-se"],
    [{ continent: "AS", country: "IN" }, "apac"],
    [{ continent: "OC", country: "NZ" }, "oc"],
    [{ country: "T1" }, "enam"],
    [{}, "enam"],
  ] as const;
  for (const [place, region] of asked) expect(regionOf(place)).toBe(region);
});

test("with several gates a region, a key is always asked of the same one, and keys are spread", () => {
  const ids = Array.from({ length: 400 }, () => newKeyId(mintId));
  const names = ids.map((id) => gateName("weur", id, 4));
  expect(ids.map((id) => gateName("weur", id, 4))).toEqual(names);
  expect(new Set(names)).toEqual(new Set(["gate:weur:0", "gate:weur:1", "gate:weur:2", "gate:weur:3"]));
  expect(gateName("weur", ids[0] ?? newKeyId(mintId), 1)).toBe("gate:weur");
});

test("a client's own name is shown short and plain, and never when it may be a secret", () => {
  expect(cleanClientName("claude-code/2.1.330 (sdk-cli)")).toBe("claude-code/2.1.330");
  expect(cleanClientName("n8n\u0000\u202e\u001b[31m")).toBe("n8n[31m");
  expect(cleanClientName("ab ".repeat(100))).toBe("ab ".repeat(21).concat("a"));
  expect(cleanClientName("lk_live_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG")).toBeNull();
  expect(cleanClientName("  ")).toBeNull();
});
