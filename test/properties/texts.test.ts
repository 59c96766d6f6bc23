/** What is algebra in the texts that callers send: keys, addresses, cursors, JSON. */
import { env } from "cloudflare:workers";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { isInBlocks, parseBlock } from "#shared/cidr.ts";
import { mintId } from "#shared/ids.ts";
import { keyHint, parseKeyText } from "#shared/key-text.ts";
import { JSON_DEPTH_MAX } from "#shared/limits.ts";
import { identify } from "#workers/access/identify.ts";
import { readCredential } from "#workers/access/read-credential.ts";
import { decodeCursor, encodeCursor } from "#workers/db/cursor.ts";
import { settingsOf } from "#workers/env.ts";
import { parseJsonText } from "#workers/http/json-text.ts";
import { mintKey } from "#workers/secrets/mint-key.ts";
import { blockTexts, v4Text, v6Text } from "./address-texts.ts";

const settings = settingsOf(env);

/** One character changed, taken away or put in. */
const slip = fc.record({
  at: fc.nat(),
  kind: fc.constantFrom("change", "drop", "insert", "swap"),
  character: fc.oneof(fc.stringMatching(/^[\w-]$/), fc.string({ unit: "binary", minLength: 1, maxLength: 1 })),
});

function slipped(text: string, { at, kind, character }: Slip): string {
  const index = at % text.length;
  const [before, here, after] = [text.slice(0, index), text.charAt(index), text.slice(index + 1)];
  if (kind === "change") return before + character + after;
  if (kind === "drop") return before + after;
  return kind === "insert" ? before + character + here + after : before + after.slice(0, 1) + here + after.slice(1);
}

type Slip = { readonly at: number; readonly kind: string; readonly character: string };

test("a key that was minted is read back as what it was, and shows four characters at each end", async () => {
  const style = fc.record({
    keyPrefix: fc.stringMatching(/^[a-z][a-z0-9]{0,11}$/),
    keyEnv: fc.constantFrom("live" as const, "test" as const, "dev" as const),
  });
  const property = fc.asyncProperty(style, async (ours) => {
    const theirs = { ...settings, ...ours };
    const { id, secret, digest, hint } = await mintKey(theirs, mintId);
    const text = secret.reveal();
    expect(parseKeyText(text, ours)).toMatchObject({ ok: true, value: { id } });
    expect(await identify(theirs, { kind: "text", text, via: "header" })).toEqual({
      ok: true,
      value: { id, digest, via: "header" },
    });
    expect([keyHint(text), hint]).toEqual([hint, `${text.slice(0, -39)}…${text.slice(-4)}`]);
  });
  await fc.assert(property, { numRuns: 50 });
});

test("a key with any one slip in it is refused by its text alone", async () => {
  const text = (await mintKey(settings, mintId)).secret.reveal();
  const property = fc.asyncProperty(slip, async (mistake) => {
    const wrong = slipped(text, mistake);
    fc.pre(wrong !== text);
    expect((await identify(settings, { kind: "text", text: wrong, via: "header" })).ok).toBe(false);
  });
  await fc.assert(property, { numRuns: 2000 });
});

test("whatever stands in the headers is refused and never thrown about, unless it was minted", async () => {
  const garbage = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string(),
    fc.stringMatching(/^lk_[a-z]{0,5}_[\w-]{40,46}$/),
  );
  const header = fc.option(garbage, { nil: undefined });
  const scheme = fc.constantFrom("", "Bearer ", "bearer\t", "Basic ");
  const property = fc.asyncProperty(header, scheme, header, async (text, prefix, apiKey) => {
    const authorization = text === undefined ? undefined : prefix + text;
    const presented = readCredential({ authorization, apiKeyHeader: apiKey, apiKeyQuery: undefined });
    expect((await identify(settings, presented)).ok).toBe(false);
  });
  await fc.assert(property, { numRuns: 1000 });
});

const styles = fc.infiniteStream(fc.nat());
const v4Bits = fc.bigInt({ min: 0n, max: (1n << 32n) - 1n });
const v6Bits = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n });

/** Near and far neighbours of an address: the first `shared` bits are the same. */
function neighbour(bits: bigint, other: bigint, { width, shared }: { width: number; shared: number }): bigint {
  const low = BigInt(width - shared);
  return ((bits >> low) << low) | (other & ((1n << low) - 1n));
}

const ofWidth = (width: 32 | 128, bits: fc.Arbitrary<bigint>): fc.Arbitrary<AddressDraw> =>
  fc.record({ width: fc.constant(width), bits, other: bits, prefix: fc.nat(width), shared: fc.nat(width) });
type AddressDraw = { width: 32 | 128; bits: bigint; other: bigint; prefix: number; shared: number };

test("an address is in a block exactly when their first bits are the same", () => {
  const draw = fc.oneof(ofWidth(32, v4Bits), ofWidth(128, v6Bits));
  const property = fc.property(draw, styles, ({ width, bits, other, prefix, shared }, style) => {
    const base = neighbour(bits, 0n, { width, shared: prefix });
    const address = neighbour(bits, other, { width, shared });
    fc.pre(width === 32 || (base >> 32n !== 0xffffn && address >> 32n !== 0xffffn));
    const text = (value: bigint): string => (width === 32 ? v4Text(value) : v6Text(value, style));
    const expected = base >> BigInt(width - prefix) === address >> BigInt(width - prefix);
    expect(isInBlocks(text(address), [`${text(base)}/${prefix}`])).toBe(expected);
    expect(isInBlocks(text(address), [text(base)])).toBe(address === base);
  });
  fc.assert(property, { numRuns: 2000 });
});

test("a block with bits set behind its prefix is refused, for nobody can say what was meant", () => {
  const property = fc.property(v4Bits, fc.integer({ min: 0, max: 31 }), (bits, prefix) => {
    const behind = bits & ((1n << BigInt(32 - prefix)) - 1n);
    expect(parseBlock(`${v4Text(bits)}/${prefix}`) === null).toBe(behind !== 0n);
  });
  fc.assert(property, { numRuns: 1000 });
});

test("an IPv4 address in IPv6 dress is the IPv4 address, and so are blocks of them", () => {
  const property = fc.property(v4Bits, fc.integer({ min: 0, max: 32 }), styles, (bits, prefix, style) => {
    const base = neighbour(bits, 0n, { width: 32, shared: prefix });
    expect(isInBlocks(v6Text((0xffffn << 32n) | bits, style), [`${v4Text(base)}/${prefix}`])).toBe(true);
    expect(isInBlocks(`::ffff:${v4Text(bits)}`, [v4Text(bits)])).toBe(true);
    expect(parseBlock(`::ffff:${v4Text(base)}/${96 + prefix}`)).toEqual(parseBlock(`${v4Text(base)}/${prefix}`));
    expect(parseBlock(`::ffff:${v4Text(base)}/${prefix}`)).toBeNull();
  });
  fc.assert(property, { numRuns: 500 });
});

test("IPv6 is read as the URL standard reads it, and any text at all is read without a throw", () => {
  const property = fc.property(blockTexts, fc.string({ unit: "binary" }), (text, garbage) => {
    fc.pre(text.includes(":"));
    const host = URL.parse(`http://[${text}]/`)?.hostname.slice(1, -1);
    expect(parseBlock(text)).toEqual(host === undefined ? null : parseBlock(host));
    expect(host === undefined || parseBlock(host) !== null).toBe(true);
    expect([isInBlocks(garbage, [text]), parseBlock(garbage)?.prefix === undefined]).toEqual([false, true]);
  });
  fc.assert(property, { numRuns: 3000 });
});

const position = fc.array(fc.oneof(fc.string({ unit: "binary" }), fc.integer(), fc.double({ noNaN: true })), {
  minLength: 1,
  maxLength: 4,
});
const anyPosition = z.array(z.union([z.string(), z.number()]));

test("a cursor is read back as the position it was made of", () => {
  const property = fc.property(position, (parts) => {
    // What a query can order by: JSON has no -0 and no infinity, and a lone surrogate is no text.
    fc.pre(parts.every((part) => (typeof part === "string" ? part.isWellFormed() : Number.isFinite(part))));
    const read = decodeCursor(encodeCursor(parts), anyPosition);
    expect(read).toEqual({ ok: true, value: parts.map((part) => (part === 0 ? 0 : part)) });
  });
  fc.assert(property, { numRuns: 1000 });
});

test("a cursor with any one slip in it is refused, and so is every other text", () => {
  const property = fc.property(position, slip, fc.string({ unit: "binary" }), (parts, mistake, garbage) => {
    const cursor = encodeCursor(parts);
    const wrong = slipped(cursor, mistake);
    fc.pre(wrong !== cursor && garbage !== cursor);
    const refused = { ok: false, error: { code: "invalid_request", errors: [{ path: "cursor" }] } };
    expect(decodeCursor(wrong, anyPosition)).toMatchObject(refused);
    expect(decodeCursor(garbage, anyPosition)).toMatchObject(refused);
  });
  fc.assert(property, { numRuns: 2000 });
});

/** A name of an object's member as any writer may write it: plain, or with some of its characters escaped. */
const escapes = fc.infiniteStream(fc.boolean());
function quoted(name: string, escaped: Iterator<boolean>): string {
  const units = Array.from({ length: name.length }, (_, index) => name.charAt(index));
  const written = units.map((unit) =>
    escaped.next().value === true
      ? String.raw`\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`
      : JSON.stringify(unit).slice(1, -1),
  );
  return `"${written.join("")}"`;
}

test("JSON without repeated names is read as JSON.parse reads it, and what that refuses is refused", () => {
  const value = fc.jsonValue({ depthSize: "medium", maxDepth: 8 });
  const few = fc.dictionary(fc.constantFrom("a", "b", "__proto__", '":"', "{"), value);
  const property = fc.property(fc.oneof(value, few), fc.nat(4), fc.string(), (meant, indent, garbage) => {
    const text = JSON.stringify(meant, null, indent);
    expect(parseJsonText(text)).toEqual({ ok: true, value: JSON.parse(text) });
    expect(parseJsonText(garbage).ok).toBe(parses(garbage));
  });
  fc.assert(property, { numRuns: 1000 });
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test("a name that comes twice in one object is found, however it is written and wherever it hides", () => {
  const draw = fc.record({
    around: fc.array(fc.constantFrom(["[", "]"], ['{"a":', "}"], ['[{},"{",{"b":1},', "]"]), { maxLength: 12 }),
    name: fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.constantFrom('"', "\\", '":', "}", "__proto__")),
    value: fc.jsonValue(),
  });
  const property = fc.property(draw, escapes, ({ around, name, value }, escaped) => {
    const wrapped = (object: string): string =>
      around.reduce((inner, [open, close]) => `${open}${inner}${close}`, object);
    const first = `${quoted(name, escaped)}:${JSON.stringify(value)}`;
    const other = JSON.stringify(`${name}.`);
    const again = quoted(name, escaped);
    expect(parseJsonText(wrapped(`{${first},${other}: {${again}: 1}}`)).ok).toBe(true);
    const repeated = parseJsonText(wrapped(`{${first},${other}:1, ${again} :2}`));
    expect(repeated).toMatchObject({ ok: false, error: { code: "invalid_json" } });
  });
  fc.assert(property, { numRuns: 1000 });
});

test("JSON may nest to its limit and no deeper", () => {
  const property = fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 60 }), (arrays) => {
    const text = arrays.reduce((inner, isArray) => (isArray ? `[${inner}]` : `{"a":${inner}}`), "1");
    expect(parseJsonText(text).ok).toBe(arrays.length <= JSON_DEPTH_MAX);
  });
  fc.assert(property);
});
