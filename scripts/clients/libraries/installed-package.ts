/** A package that is installed in a client's own folder: the product does not depend on it, so its types are said here. */
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";

/** Loads a package as a program in that folder would. */
export async function loadInstalled(folder: string, name: string): Promise<unknown> {
  const require = createRequire(join(resolve(folder), "package.json"));
  return import(pathToFileURL(require.resolve(name)).href);
}

/** A class of such a package, by what is used of its instances. */
export function classSchema<Instance>(): z.ZodType<new (options: object) => Instance> {
  return z.custom<new (options: object) => Instance>((value) => typeof value === "function", "expected a class");
}
