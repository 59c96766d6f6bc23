/** Migrations only ever add: what runs on a database in use may take nothing away. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { migrationFlaws } from "../../scripts/migration-lint.ts";

const files = readdirSync("migrations").filter((name) => name.endsWith(".sql"));

test("there are migrations to look at, numbered without a gap, each in drizzle's journal", () => {
  expect(files.length).toBeGreaterThanOrEqual(3);
  expect(files.map((name) => Number(name.slice(0, 4)))).toEqual(files.map((_, index) => index));
  const journal = readFileSync("migrations/meta/_journal.json", "utf8");
  expect(files.filter((name) => !journal.includes(`"${name.replace(".sql", "")}"`))).toEqual([]);
});

test.each(files)("%s takes nothing away", (name) => {
  expect(migrationFlaws(readFileSync(`migrations/${name}`, "utf8"))).toEqual([]);
});

const PLANTED = [
  "DROP TABLE `keys`;",
  "drop\ttable if exists keys",
  "CREATE TABLE `__new_keys` (id text);",
  "PRAGMA foreign_keys=OFF;",
  "ALTER TABLE keys RENAME COLUMN name TO title",
  "DROP TRIGGER keys_updated;",
];

test.each(PLANTED)("a planted flaw is found: %s", (sql) => {
  expect(migrationFlaws(sql)).toHaveLength(1);
});

test("a comment is not a flaw, nor is a trigger that is made again", () => {
  expect(migrationFlaws("-- never DROP TABLE keys\nALTER TABLE keys ADD COLUMN note text;")).toEqual([]);
  expect(migrationFlaws("DROP TRIGGER a; CREATE TRIGGER a AFTER DELETE ON keys BEGIN SELECT 1; END;")).toEqual([]);
});
