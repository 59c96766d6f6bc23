/** Whether every source file can be read in one go. */
import { glob, readFile } from "node:fs/promises";
import type { Check } from "./check.ts";

const LINES_MAX = 300;
const SOURCES = ["workers/**/*.{ts,tsx}", "shared/**/*.ts", "scripts/**/*.{ts,mjs}", "test/**/*.ts", "*.ts"];
const GENERATED = /worker-configuration\.d\.ts$|^workers\/db\/auth-schema\.ts$/;

/** Counts every line, comments too; the linter leaves them out. */
export const fileLengthCheck: Check = {
  name: `no source file over ${LINES_MAX} lines`,
  findFault: async () => {
    const long: string[] = [];
    for await (const path of glob(SOURCES)) {
      if (GENERATED.test(path)) continue;
      const lines = (await readFile(path, "utf8")).split("\n").length - 1;
      if (lines > LINES_MAX) long.push(`${path} has ${lines}`);
    }
    return long.length === 0 ? null : long.join("\n");
  },
};
