/** What a key's tag and digest are, by an independent reckoning: stored keys must go on working whatever makes them. */
import { expect, test } from "vitest";
import { digestOf, tagOf } from "#workers/secrets/key-proof.ts";
import { peppersOf } from "#workers/secrets/pepper.ts";

const PEPPER = "a pepper of this test alone, 32+ characters";
const encoder = new TextEncoder();

/** HMAC-SHA-256 under a key that HKDF-SHA-256 derives, all by WebCrypto. */
async function reference(purpose: string, text: string): Promise<Uint8Array> {
  const root = await crypto.subtle.importKey("raw", encoder.encode(PEPPER), "HKDF", false, ["deriveKey"]);
  const info = encoder.encode(`latchkey/${purpose}/v1`);
  const key = await crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info },
    root,
    { name: "HMAC", hash: "SHA-256", length: 256 },
    false,
    ["sign"],
  );
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, encoder.encode(text)));
}

/** Of every length around the blocks of SHA-256, and not of ASCII alone. */
const TEXTS = [...Array.from({ length: 140 }, (_none, length) => "k".repeat(length)), "ключ 🔑", "lk_live_x\u0000y"];

test("a digest is HMAC-SHA-256 under the pepper's digest key, base64url without padding", async () => {
  const [pepper] = await peppersOf({ pepper: PEPPER, pepperPrevious: null });
  for (const text of TEXTS) {
    const mac = await reference("key-digest", text);
    expect(await digestOf(pepper, text)).toBe(mac.toBase64({ alphabet: "base64url", omitPadding: true }));
  }
});

test("a tag is six base62 digits of the first 64 bits of an HMAC-SHA-256 under the pepper's tag key", async () => {
  const [pepper] = await peppersOf({ pepper: PEPPER, pepperPrevious: null });
  const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  for (const text of TEXTS) {
    const mac = await reference("key-tag", text);
    let number = new DataView(mac.buffer).getBigUint64(0);
    let tag = "";
    for (let place = 0; place < 6; place += 1) {
      tag = (digits[Number(number % 62n)] ?? "") + tag;
      number /= 62n;
    }
    expect(await tagOf(pepper, text)).toBe(tag);
  }
});
