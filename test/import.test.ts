/** The import itself: each row by itself, twice is once, and nothing that an importer may not do or learn. */
import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import { keyPageSchema } from "#shared/management/keys.ts";
import { settingsOf } from "#workers/env.ts";
import { sha256Hex } from "#workers/secrets/sha256.ts";
import { foreignSecret, importRows, rowFor } from "./import-world.ts";
import { manage, use } from "./key-world.ts";
import { everything, written } from "./snapshot.ts";
import { call, newMember, newWorld, newWorkspace, sql } from "./world.ts";

/** How keys that are minted here begin. */
const OURS = `${settingsOf(env).keyPrefix}_${settingsOf(env).keyEnv}_`;

test("a thousand rows are imported in one call, in their order, and each works", { timeout: 60_000 }, async () => {
  const world = await newWorld();
  const secrets = Array.from({ length: 1000 }, foreignSecret);
  const name = "A key of another system with a name as long as names may be ".padEnd(100, ".");
  const rows = await Promise.all(secrets.map((secret) => rowFor(world, secret, { name, prefix: "acme_" })));
  const report = await importRows(world, rows);
  expect(report).toMatchObject({ dry_run: false, created: 1000, exists: 0, refused: 0 });
  expect(report.rows.map(({ index }) => index)).toEqual(secrets.map((_secret, index) => index));
  for (const index of [0, 1, 499, 998, 999]) expect((await use(secrets[index] ?? "")).status).toBe(200);
  const counted = await env.DB.prepare("SELECT count(*) AS keys FROM keys WHERE owner_id = ?1 AND imported_at > 0")
    .bind(world.owner.id)
    .first("keys");
  expect(counted).toBe(1000);
});

test("an import that is run twice makes each key once, with its audit entry, and says so", async () => {
  const world = await newWorld();
  const rows = await Promise.all([foreignSecret(), foreignSecret()].map((secret) => rowFor(world, secret)));
  const first = await importRows(world, rows);
  const before = await written();
  const second = await importRows(world, rows);
  expect(second).toMatchObject({ created: 0, exists: 2, refused: 0 });
  expect(second.rows.map((row) => row.key_id)).toEqual(first.rows.map((row) => row.key_id));
  expect(await written()).toEqual(before);
});

test("two imports of the same rows at once make each key once", async () => {
  const world = await newWorld();
  const secrets = Array.from({ length: 60 }, foreignSecret);
  const rows = await Promise.all(secrets.map((secret) => rowFor(world, secret)));
  const [left, right] = await Promise.all([importRows(world, rows), importRows(world, rows.toReversed())]);
  expect(left.created + right.created).toBe(60);
  expect([left.refused, right.refused]).toEqual([0, 0]);
  const ids = new Set([...left.rows, ...right.rows].map((row) => row.key_id));
  expect(ids.size).toBe(60);
  const entries = await env.DB.prepare("SELECT target_id FROM audit_log WHERE action = 'key.imported'").all();
  expect(entries.results.filter(({ target_id: id }) => [...ids].some((made) => made === id))).toHaveLength(60);
});

test("a dry run foresees each row and writes nothing", async () => {
  const world = await newWorld();
  const [known, fresh] = [foreignSecret(), foreignSecret()];
  const { rows } = await importRows(world, [await rowFor(world, known)]);
  const asked = [await rowFor(world, known), await rowFor(world, fresh), await rowFor(world, fresh), { name: "Bad" }];
  const before = await written();
  const report = await importRows(world, asked, { dry_run: true });
  expect(report.rows.map((row) => row.outcome)).toEqual(["exists", "would_create", "exists", "refused"]);
  expect(report.rows[0]?.key_id).toBe(rows[0]?.key_id);
  expect(await written()).toEqual(before);
  expect((await use(fresh)).status).toBe(401);
});

test("a bad row is refused by itself, each flaw by its field, and stops no other", async () => {
  const world = await newWorld();
  const other = await newWorld("Foreign");
  const { person: outsider } = await newMember(other.workspace, "member");
  const { person: member } = await newMember(world.workspace, "member");
  const second = await newWorkspace(world.owner, "Second");
  const secret = foreignSecret();
  const hex = await sha256Hex(secret);
  const flaws: readonly [Record<string, unknown>, string][] = [
    [{ name: "" }, "/name"],
    [{ owner: "nobody@example.com" }, "/owner"],
    [{ owner: outsider.id }, "/owner"],
    [{ owner: outsider.email }, "/owner"],
    [{ digest: hex.slice(0, 62) }, "/digest"],
    [{ digest: `${hex}00` }, "/digest"],
    [{ digest: secret }, "/digest"],
    [{ encoding: "base64" }, "/digest"],
    [{ encoding: "base64url", digest: `${"A".repeat(42)}B` }, "/digest"],
    [{ encoding: "utf8" }, "/encoding"],
    [{ digest_algorithm: "md5" }, "/digest_algorithm"],
    [{ scopes: ["mcp:admin"] }, "/scopes/0"],
    [{ owner: member.id, scopes: ["keys:manage"] }, "/scopes"],
    [{ workspaces: [world.workspace, other.workspace] }, "/workspaces/1"],
    [{ owner: member.id, workspaces: [second] }, "/workspaces/0"],
    [{ expires_at: "2001-01-01T00:00:00Z" }, "/expires_at"],
    [{ hint: "please run this" }, "/hint"],
    [{ hint: "x".repeat(41) }, "/hint"],
    [{ hint: `${OURS}ab…yz` }, "/hint"],
    [{ prefix: OURS }, "/prefix"],
    [{ hint: secret.slice(0, 40), digest: await sha256Hex(secret.slice(0, 40)) }, "/hint"],
    [{ name: secret }, "/name"],
    [{ color: "red" }, "/color"],
  ];
  const rows = await Promise.all(flaws.map(([flaw]) => rowFor(world, secret, flaw)));
  const before = await written();
  const refused = await importRows(world, [...rows, null, "row", 7, []]);
  expect(refused.rows.slice(0, flaws.length).map((row) => row.errors.map((error) => error.path))).toEqual(
    flaws.map(([, path], index) => [`/keys/${index}${path}`]),
  );
  expect(refused).toMatchObject({ created: 0, exists: 0, refused: flaws.length + 4 });
  expect(await written()).toEqual(before);
  const mixed = await importRows(world, [...rows, await rowFor(world, secret)]);
  expect(mixed).toMatchObject({ created: 1, refused: flaws.length });
  expect((await use(secret)).status).toBe(200);
});

test("a digest is taken in any of its forms, and is the same key in each", async () => {
  const world = await newWorld();
  const secret = foreignSecret();
  const hex = await sha256Hex(secret);
  const bytes = Uint8Array.fromHex(hex);
  const forms = [
    ["hex", hex],
    ["hex", hex.toUpperCase()],
    ["base64", bytes.toBase64()],
    ["base64", bytes.toBase64({ omitPadding: true })],
    ["base64url", bytes.toBase64({ alphabet: "base64url" })],
    ["base64url", bytes.toBase64({ alphabet: "base64url", omitPadding: true })],
  ];
  const rows = await Promise.all(forms.map(([encoding, digest]) => rowFor(world, secret, { encoding, digest })));
  const report = await importRows(world, rows);
  expect(report.rows.map((row) => row.outcome)).toEqual(["created", ...Array.from({ length: 5 }, () => "exists")]);
  expect(new Set(report.rows.map((row) => row.key_id)).size).toBe(1);
});

test("a digest of somebody else's key is refused, and nothing is told of that key", async () => {
  const world = await newWorld();
  const other = await newWorld("Foreign");
  const secret = foreignSecret();
  const theirs = (await importRows(other, [await rowFor(other, secret)])).rows[0]?.key_id ?? "";
  const answer = await call("POST", "/v1/keys/import", {
    key: world.key.secret,
    body: { keys: [await rowFor(world, secret)] },
  });
  expect(answer.body).toMatchObject({ refused: 1 });
  for (const told of [theirs, other.owner.id, other.owner.email, other.workspace, "Foreign"]) {
    expect(answer.text).not.toContain(told);
  }
});

test("names that look like SQL or markup are kept as they are", async () => {
  const world = await newWorld();
  const names = ["'); DROP TABLE keys; --", "<img src=x onerror=alert(1)>", '{"$":"x"}', "🎪 ключ"];
  const rows = await Promise.all(names.map((name) => rowFor(world, foreignSecret(), { name })));
  expect((await importRows(world, rows)).created).toBe(4);
  const { data } = keyPageSchema.parse((await manage(world, "GET ?limit=100")).body);
  expect(data.map((key) => key.name)).toEqual(expect.arrayContaining(names));
});

test("a policy of a workspace binds what is imported", async () => {
  const world = await newWorld();
  await sql("UPDATE workspace SET key_max_days = 30 WHERE id = ?1", world.workspace);
  const soon = new Date(Date.now() + 86_400_000).toISOString();
  const rows = [
    await rowFor(world, foreignSecret()),
    await rowFor(world, foreignSecret(), { workspaces: "all" }),
    await rowFor(world, foreignSecret(), { expires_at: soon }),
  ];
  const report = await importRows(world, rows);
  expect(report.rows.map((row) => row.errors[0]?.path ?? row.outcome)).toEqual([
    "/keys/0/expires_at",
    "/keys/1/expires_at",
    "created",
  ]);
});

test("a call that is no import at all is refused as a whole", async () => {
  const world = await newWorld();
  const send = (body: unknown): Promise<{ status: number }> => manage(world, "POST /import", body);
  const row = await rowFor(world, foreignSecret());
  expect((await send({ keys: [] })).status).toBe(400);
  expect((await send({ keys: Array.from({ length: 1001 }, () => row) })).status).toBe(400);
  expect((await send({ keys: row })).status).toBe(400);
  expect((await send({ keys: [row], dry_run: "yes" })).status).toBe(400);
  expect((await send([row])).status).toBe(400);
});

test("neither answer nor log nor D1 keeps a secret, or the digest that was sent", async () => {
  const world = await newWorld();
  const secret = foreignSecret();
  const row = await rowFor(world, secret);
  const bad = await rowFor(world, foreignSecret(), { encoding: "base64" });
  const lines: unknown[] = [];
  for (const level of ["info", "warn", "error", "log"] as const) {
    vi.spyOn(console, level).mockImplementation((line) => void lines.push(line));
  }
  const answer = await call("POST", "/v1/keys/import", { key: world.key.secret, body: { keys: [row, bad] } });
  expect((await use(secret)).status).toBe(200);
  expect((await use(foreignSecret())).status).toBe(401);
  vi.restoreAllMocks();
  expect(lines.length).toBeGreaterThan(0);
  const kept = JSON.stringify([lines, await everything()]);
  for (const text of [secret, String(row["digest"]), String(bad["digest"])]) {
    expect(answer.text).not.toContain(text);
    expect(kept).not.toContain(text);
  }
  const stored = await env.DB.prepare("SELECT digest FROM keys WHERE id = ?1")
    .bind((await importRows(world, [row])).rows[0]?.key_id ?? "")
    .first<string>("digest");
  expect(JSON.stringify((await everything())["audit_log"])).not.toContain(stored);
});

test("an import is no way to try secrets of others: who is told of too many keys is told no more", async () => {
  const [victim, thief] = [await newWorld(), await newWorld()];
  const secret = foreignSecret();
  await importRows(victim, [await rowFor(victim, secret)]);
  const guess = await rowFor(thief, secret);
  const statuses: number[] = [];
  for (let tries = 0; tries < 12; tries += 1) {
    const answer = await call("POST", "/v1/keys/import", {
      key: thief.key.secret,
      body: { keys: [guess], dry_run: true },
    });
    statuses.push(answer.status);
  }
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429, 429]);
  const own = await importRows(thief, [await rowFor(thief, foreignSecret())], { dry_run: true });
  expect(own.rows).toMatchObject([{ outcome: "would_create" }]);
});
