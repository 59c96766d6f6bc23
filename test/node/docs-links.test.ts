/** What the README and the pages of docs/ point to is there: files, and headings in them. */
import { existsSync } from "node:fs";
import { glob, readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../..");

async function pages(): Promise<string[]> {
  const found: string[] = [];
  for await (const path of glob(["README.md", "docs/**/*.md"], { cwd: ROOT })) found.push(path);
  return found.toSorted();
}

async function prose(page: string): Promise<string> {
  return (await readFile(join(ROOT, page), "utf8")).replaceAll(/^```[\s\S]*?^```/gm, "");
}

/** Links that stay in the repository, as [target, fragment]. */
function links(text: string): [string, string][] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/i.test(target))
    .map((target) => {
      const [path = "", fragment = ""] = target.split("#");
      return [path, fragment];
    });
}

/** The fragments of headings, as GitHub makes them. */
function fragments(text: string): Set<string> {
  return new Set(
    [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}

async function brokenLinks(page: string): Promise<string[]> {
  const broken: string[] = [];
  for (const [path, fragment] of links(await prose(page))) {
    const target = path === "" ? page : relative(ROOT, join(ROOT, dirname(page), path));
    const isThere = existsSync(join(ROOT, target));
    const isHeading = fragment === "" || (target.endsWith(".md") && fragments(await prose(target)).has(fragment));
    if (!isThere || !isHeading) broken.push(`${page} → ${path}#${fragment}`);
  }
  return broken;
}

/** Paths in backticks that name a file of ours; a pattern or an ellipsis names none. */
function filesNamed(text: string): string[] {
  return [...text.matchAll(/`((?:workers|shared|scripts|test|migrations|docs)\/[\w./-]+\.\w+)`/g)].map(
    ([, path = ""]) => path,
  );
}

test("links within the documentation resolve", async () => {
  const all = await pages();
  expect(all.length).toBeGreaterThan(10);
  expect((await Promise.all(all.map(brokenLinks))).flat()).toEqual([]);
});

test("files that the documentation names are there", async () => {
  const all = await pages();
  const missing = await Promise.all(
    all.map(async (page) =>
      filesNamed(await prose(page))
        .filter((path) => !existsSync(join(ROOT, path)))
        .map((path) => `${page} → ${path}`),
    ),
  );
  expect(missing.flat()).toEqual([]);
});
