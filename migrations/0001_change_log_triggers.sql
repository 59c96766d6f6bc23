-- Whatever takes rights away or gives them bumps a key's version and appends to key_changes, whoever wrote it: the
-- management API, a library, a script or the SQL console. Gates learn of a change from that log alone.
-- Writes of name, last_used_* and updated_at are not changes. Triggers set only `version`, which fires none of them.

-- INSERT OR REPLACE deletes without telling the delete trigger, and would start the key's versions anew below its floors.
CREATE TRIGGER keys_are_not_replaced BEFORE INSERT ON keys
WHEN EXISTS (SELECT 1 FROM keys WHERE id = NEW.id OR digest = NEW.digest)
BEGIN
  SELECT RAISE(ABORT, 'a key with this id or digest is there: update it');
END;
--> statement-breakpoint
-- A key that is put back after its deletion goes on above the versions that gates remember of it.
CREATE TRIGGER keys_inserted AFTER INSERT ON keys
BEGIN
  UPDATE keys SET version = NEW.version + (SELECT max(version) FROM key_changes WHERE credential_id = NEW.id)
  WHERE id = NEW.id AND EXISTS (SELECT 1 FROM key_changes WHERE credential_id = NEW.id);
  INSERT INTO key_changes (credential_id, version, changed_at)
  SELECT id, version, CAST(unixepoch('subsec') * 1000 AS INTEGER) FROM keys WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER keys_updated AFTER UPDATE OF
  owner_id, digest, previous_digest, previous_expires_at, scopes, status, expires_at,
  allowed_ips, rate_per_minute, rate_burst, allowed_tools, allow_query ON keys
BEGIN
  UPDATE keys SET version = OLD.version + 1 WHERE id = NEW.id;
  INSERT INTO key_changes (credential_id, version, changed_at)
  VALUES (NEW.id, OLD.version + 1, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;
--> statement-breakpoint
CREATE TRIGGER keys_id_is_final BEFORE UPDATE OF id ON keys WHEN NEW.id <> OLD.id
BEGIN
  SELECT RAISE(ABORT, 'keys.id is final: gates remember what it was allowed');
END;
--> statement-breakpoint
CREATE TRIGGER keys_deleted AFTER DELETE ON keys
BEGIN
  INSERT INTO key_changes (credential_id, version, changed_at)
  VALUES (OLD.id, OLD.version + 1, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;
--> statement-breakpoint
CREATE TRIGGER key_workspaces_inserted AFTER INSERT ON key_workspaces
BEGIN
  UPDATE keys SET version = version + 1 WHERE id = NEW.key_id;
  INSERT INTO key_changes (credential_id, version, changed_at)
  SELECT id, version, CAST(unixepoch('subsec') * 1000 AS INTEGER) FROM keys WHERE id = NEW.key_id;
END;
--> statement-breakpoint
CREATE TRIGGER key_workspaces_are_replaced BEFORE UPDATE ON key_workspaces
BEGIN
  SELECT RAISE(ABORT, 'delete the key_workspaces row and insert another');
END;
--> statement-breakpoint
-- When the key itself is deleted its row is gone before the cascade comes here: keys_deleted has logged it then.
CREATE TRIGGER key_workspaces_deleted AFTER DELETE ON key_workspaces
BEGIN
  UPDATE keys SET version = version + 1 WHERE id = OLD.key_id;
  INSERT INTO key_changes (credential_id, version, changed_at)
  SELECT id, version, CAST(unixepoch('subsec') * 1000 AS INTEGER) FROM keys WHERE id = OLD.key_id;
END;
--> statement-breakpoint
-- Somebody who leaves takes nothing along: their keys lose the workspace for good, so that joining again revives nothing.
CREATE TRIGGER member_deleted AFTER DELETE ON member
BEGIN
  DELETE FROM key_workspaces
  WHERE workspace_id = OLD.workspace_id AND key_id IN (SELECT id FROM keys WHERE owner_id = OLD.user_id);
END;
--> statement-breakpoint
CREATE TRIGGER member_moves_by_delete_and_insert BEFORE UPDATE OF user_id, workspace_id ON member
WHEN NEW.user_id <> OLD.user_id OR NEW.workspace_id <> OLD.workspace_id
BEGIN
  SELECT RAISE(ABORT, 'delete the member row and insert another');
END;
--> statement-breakpoint
-- A record carries its owner's role in each workspace.
CREATE TRIGGER member_role_updated AFTER UPDATE OF role ON member
BEGIN
  UPDATE keys SET version = version + 1
  WHERE owner_id = NEW.user_id AND id IN (SELECT key_id FROM key_workspaces WHERE workspace_id = NEW.workspace_id);
  INSERT INTO key_changes (credential_id, version, changed_at)
  SELECT id, version, CAST(unixepoch('subsec') * 1000 AS INTEGER) FROM keys
  WHERE owner_id = NEW.user_id AND id IN (SELECT key_id FROM key_workspaces WHERE workspace_id = NEW.workspace_id);
END;
--> statement-breakpoint
CREATE TRIGGER member_inserted AFTER INSERT ON member
BEGIN
  UPDATE keys SET version = version + 1
  WHERE owner_id = NEW.user_id AND id IN (SELECT key_id FROM key_workspaces WHERE workspace_id = NEW.workspace_id);
  INSERT INTO key_changes (credential_id, version, changed_at)
  SELECT id, version, CAST(unixepoch('subsec') * 1000 AS INTEGER) FROM keys
  WHERE owner_id = NEW.user_id AND id IN (SELECT key_id FROM key_workspaces WHERE workspace_id = NEW.workspace_id);
END;
--> statement-breakpoint
-- Members and content still refuse the deletion by their foreign keys; what keys reach must go first, and be logged.
CREATE TRIGGER workspace_deleted BEFORE DELETE ON workspace
BEGIN
  DELETE FROM key_workspaces WHERE workspace_id = OLD.id;
END;
