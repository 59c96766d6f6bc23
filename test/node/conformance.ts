/** Runs the official conformance suite against a server, and reads what it found. */
import { execFile, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";

const SUITE = "node_modules/@modelcontextprotocol/conformance";
const TIMEOUT_MS = 300_000;

export type Revision = "2025-11-25" | "2026-07-28";

export type Report = {
  /** Scenarios that the revision requires of a server. */
  readonly required: readonly string[];
  /** Those of them in which every check passed. */
  readonly passed: readonly string[];
  /** `scenario: check` of each failed check in them, sorted. */
  readonly failed: readonly string[];
};

const checksSchema = z.array(z.object({ id: z.string(), status: z.string() }));

/** All scenarios that the revision requires, at its wire version. What the suite does not score is left out. */
export async function runConformance(url: string, revision: Revision): Promise<Report> {
  const results = mkdtempSync(join(tmpdir(), "latchkey-conformance-"));
  await runSuite(["server", "--url", url, "--requirements", revision, "-o", results]);
  const required = requiredScenarios(revision);
  const failed = readdirSync(results).flatMap((folder) => {
    const scenario = folder.replace(/^server-/, "").replace(/-\d{4}-\d\d-\d\dT[\dZ-]+$/, "");
    if (!required.includes(scenario)) return [];
    const checks = checksSchema.parse(JSON.parse(readFileSync(join(results, folder, "checks.json"), "utf8")));
    return checks.filter(({ status }) => status === "FAILURE").map(({ id }) => `${scenario}: ${id}`);
  });
  const passed = required.filter((scenario) => !failed.some((check) => check.startsWith(`${scenario}: `)));
  return { required, passed, failed: failed.toSorted() };
}

/** Its exit code says less than its results: not scored scenarios count in it. */
function runSuite(args: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    execFile(process.execPath, [`${SUITE}/dist/index.js`, ...args], { timeout: TIMEOUT_MS }, () => {
      resolve();
    });
  });
}

/** The revisions of the specification that have authorization. */
export const AUTHORIZATION_REVISIONS = ["2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28"] as const;

export type AuthorizationRun = {
  readonly issuer: string;
  readonly clientId: string;
  readonly resource: string;
  /** Where the suite waits for the code, on loopback. */
  readonly port: number;
  readonly revision: (typeof AUTHORIZATION_REVISIONS)[number];
  /** Called with where a person is to be sent; follows them back with the code. */
  readonly answer: (authorizeUrl: string) => Promise<void>;
};

/** All scenarios of an authorization server: checks by status. The suite prints where to send a person, and waits. */
export async function runAuthorizationConformance(
  run: AuthorizationRun,
): Promise<{ passed: string[]; failed: string[] }> {
  const results = mkdtempSync(join(tmpdir(), "latchkey-authorization-"));
  const { issuer, clientId, resource, port, revision } = run;
  const args = ["authorization", "--url", issuer, "--client-id", clientId, "--resource", resource];
  const more = ["-p", String(port), "--spec-version", revision, "-o", results];
  const suite = spawn(process.execPath, [`${SUITE}/dist/index.js`, ...args, ...more], { timeout: TIMEOUT_MS });
  const ended = new Promise<void>((resolve) => {
    suite.on("close", () => {
      resolve();
    });
  });
  for await (const line of createInterface({ input: suite.stdout })) {
    if (line.startsWith(`${issuer}/oauth/authorize?`)) await run.answer(line.trim());
  }
  await ended;
  const checks = readdirSync(results).flatMap((folder) =>
    checksSchema.parse(JSON.parse(readFileSync(join(results, folder, "checks.json"), "utf8"))),
  );
  const idsOf = (isMeant: (status: string) => boolean): string[] =>
    checks.filter(({ status }) => isMeant(status)).map(({ id }) => id);
  return {
    passed: idsOf((status) => status === "SUCCESS").toSorted(),
    failed: idsOf((status) => status !== "SUCCESS" && status !== "INFO").toSorted(),
  };
}

function requiredScenarios(revision: Revision): string[] {
  const text = readFileSync(`${SUITE}/requirements/${revision}.yaml`, "utf8");
  const list = /^server:\n((?: {2}- .*\n)+)/m.exec(text)?.[1] ?? "";
  return Array.from(list.matchAll(/- (\S+)/g), ([, name = ""]) => name);
}
