/** Whether package-lock.json installs anywhere: from any registry, on any platform. */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { Check } from "./check.ts";

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({ resolved: z.string().optional(), optionalDependencies: z.record(z.string(), z.string()).optional() }),
  ),
});
type Packages = z.infer<typeof lockSchema>["packages"];

/** npm writes both flaws without a word, depending on the registry and the machine that it runs on. */
export const lockFileCheck: Check = {
  name: "package-lock.json installs anywhere",
  findFault: async () => {
    const { packages } = lockSchema.parse(JSON.parse(await readFile("package-lock.json", "utf8")));
    const faults = [...registriesNamed(packages), ...platformsMissing(packages)];
    return faults.length === 0 ? null : faults.join("\n");
  },
};

/** A clone installs from whichever registry its own npm is set to. */
function registriesNamed(packages: Packages): string[] {
  const named = Object.entries(packages).filter(([, { resolved }]) => /^https?:/.test(resolved ?? ""));
  const remedy = "npm install --package-lock-only --omit-lockfile-registry-resolved";
  return named.length === 0 ? [] : [`${named.length} packages say where they were downloaded from: ${remedy}`];
}

/** `npm ci` refuses a lock file without the binaries of other platforms, even where it would not install them. */
function platformsMissing(packages: Packages): string[] {
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages))
      .map((name) => `${path} may need ${name}, which the lock file does not have`),
  );
}
