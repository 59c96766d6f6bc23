/** Secrets and settings of a local instance, in the file that `wrangler dev` reads. */
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseEnv } from "node:util";

/** Writes the file with fresh random secrets unless it is there; says whether it wrote. */
export function ensureDevVars(file: string): boolean {
  if (existsSync(file)) return false;
  writeFileSync(file, devVars(), { mode: 0o600 });
  return true;
}

/** The setup token of the file; throws when somebody removed it. */
export function readSetupToken(file: string): string {
  const token = parseEnv(readFileSync(file, "utf8"))["SETUP_TOKEN"];
  if (token === undefined || token === "")
    throw new Error(`${file} has no SETUP_TOKEN. Delete the file to get a new one.`);
  return token;
}

function devVars(): string {
  return `# Secrets and settings of this machine's local instance. Not for git. Delete the file to get fresh ones:
# keys made under the old PEPPER then stop working.

# What keys' digests are made with.
PEPPER=${randomBytes(32).toString("base64url")}
# Lets whoever has it make the first owner, once.
SETUP_TOKEN=${randomBytes(18).toString("base64url")}

# Keys read lk_dev_…, and are refused by other deployments.
KEY_ENV=dev
# Usage and last used show up after two seconds, not after a minute.
USAGE_FLUSH_SECONDS=2
# Automations may call http://localhost.
ALLOW_LOOPBACK_WEBHOOKS=1
`;
}
