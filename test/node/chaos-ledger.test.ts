/** The part of chaos that reads a dead server's files: it must see a write that is there in part, or not at all. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import type { ActFact } from "../../scripts/chaos/facts.ts";
import { readLedger } from "../../scripts/chaos/ledger.ts";

const GOOD = { status: "enabled", scopes: ["mcp:read"] } as const;

function act(action: ActFact["action"], status: ActFact["state"]["status"]): ActFact {
  const state = { status, scopes: [...GOOD.scopes] };
  return { fact: "act", key: "key_1", action, state, begunAt: 0, trueBy: 0, acknowledged: true };
}

const ACTS = [act("created", "enabled"), act("revoked", "revoked")];

/** A key that was made and revoked, with a second statement that spoils it; what the ledger says of that. */
function flaws(spoil = ""): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-ledger-"));
  try {
    mkdirSync(join(folder, "v3", "d1", "one"), { recursive: true });
    using d1 = new DatabaseSync(join(folder, "v3", "d1", "one", "latchkey.sqlite"));
    d1.exec(`
      CREATE TABLE keys (id TEXT PRIMARY KEY, name TEXT, status TEXT, scopes TEXT, version INTEGER);
      CREATE TABLE audit_log (id TEXT PRIMARY KEY, action TEXT, target_id TEXT);
      CREATE TABLE key_changes (seq INTEGER PRIMARY KEY, credential_id TEXT, version INTEGER);
      CREATE TABLE usage_hourly (credential_id TEXT, outcome TEXT, count INTEGER);
      INSERT INTO keys VALUES ('key_1', 'Chaos', 'revoked', '["mcp:read"]', 3);
      INSERT INTO audit_log VALUES ('aud_1', 'key.created', 'key_1'), ('aud_2', 'key.revoked', 'key_1');
      INSERT INTO key_changes (credential_id, version) VALUES ('key_1', 1), ('key_1', 2), ('key_1', 3);
      ${spoil}`);
    return readLedger(folder, ACTS).broken;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("a write that is there whole is no flaw", () => {
  expect(flaws()).toEqual([]);
});

const SPOILED = {
  "an acknowledged key is gone": "DELETE FROM keys; DELETE FROM audit_log; DELETE FROM key_changes;",
  "an acknowledged revoke is gone": `DELETE FROM audit_log WHERE action = 'key.revoked';
    DELETE FROM key_changes WHERE version = 3; UPDATE keys SET status = 'enabled', version = 2;`,
  "a row was changed without an audit entry": "UPDATE keys SET status = 'enabled';",
  "a change is missing in the log": "DELETE FROM key_changes WHERE version = 2;",
  "a change is in the log and not in the row": "UPDATE keys SET version = 2;",
  "a row is gone without an audit entry": "DELETE FROM keys;",
  "scopes are others than the clients know": `UPDATE keys SET scopes = '["mcp:write"]';`,
  "an act was made that no client knows of": `INSERT INTO audit_log VALUES ('aud_3', 'key.changed', 'key_1');
    INSERT INTO key_changes (credential_id, version) VALUES ('key_1', 4); UPDATE keys SET version = 4;`,
  "changes are logged of nobody's key": "INSERT INTO key_changes (credential_id, version) VALUES ('key_2', 1);",
} as const;

test.for(Object.entries(SPOILED))("the ledger sees that %s", ([, spoil]) => {
  expect(flaws(spoil)).not.toEqual([]);
});
