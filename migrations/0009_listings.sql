-- What lists of keys and of the audit log are read from: one row for each list that a thing is in, in the list's order and
-- with what it is filtered by, so that a page reads about as many rows as it shows. `list` is the user whose own keys (or
-- acts) these are, or the workspace. Triggers alone write them; nothing is decided by them, who may see what least of all.
CREATE TABLE key_listings (
  list TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  key_id TEXT NOT NULL,
  owner_id TEXT NOT NULL,
  name TEXT NOT NULL,
  hint TEXT NOT NULL,
  status TEXT NOT NULL,
  scopes TEXT NOT NULL,
  expires_at INTEGER,
  -- Days since 1970, UTC; 0 for a key that was never used. A day and not a time: it is indexed, and each flush of usage
  -- would write the index of every list that a key is in.
  used_day INTEGER NOT NULL,
  PRIMARY KEY (list, created_at, key_id)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO key_listings (list, created_at, key_id, owner_id, name, hint, status, scopes, expires_at, used_day)
SELECT l.list, k.created_at, k.id, k.owner_id, k.name, k.hint, k.status, k.scopes, k.expires_at,
  coalesce(k.last_used_at, 0) / 86400000
FROM (SELECT owner_id AS list, id AS key_id FROM keys UNION ALL SELECT workspace_id, key_id FROM key_workspaces) l
JOIN keys k ON k.id = l.key_id;
--> statement-breakpoint
CREATE INDEX key_listings_key_idx ON key_listings (key_id, list);
--> statement-breakpoint
CREATE INDEX key_listings_name_idx ON key_listings (list, name COLLATE NOCASE, key_id);
--> statement-breakpoint
CREATE INDEX key_listings_used_idx ON key_listings (list, used_day, key_id);
--> statement-breakpoint
CREATE INDEX key_listings_owner_idx ON key_listings (list, owner_id, used_day, status);
--> statement-breakpoint
CREATE TRIGGER key_listed_for_its_owner AFTER INSERT ON keys
BEGIN
  INSERT INTO key_listings (list, created_at, key_id, owner_id, name, hint, status, scopes, expires_at, used_day)
  VALUES (NEW.owner_id, NEW.created_at, NEW.id, NEW.owner_id, NEW.name, NEW.hint, NEW.status, NEW.scopes, NEW.expires_at,
    coalesce(NEW.last_used_at, 0) / 86400000);
END;
--> statement-breakpoint
CREATE TRIGGER key_listed_for_a_workspace AFTER INSERT ON key_workspaces
BEGIN
  INSERT INTO key_listings (list, created_at, key_id, owner_id, name, hint, status, scopes, expires_at, used_day)
  SELECT NEW.workspace_id, created_at, id, owner_id, name, hint, status, scopes, expires_at,
    coalesce(last_used_at, 0) / 86400000
  FROM keys WHERE id = NEW.key_id;
END;
--> statement-breakpoint
CREATE TRIGGER key_listings_follow AFTER UPDATE OF
  owner_id, created_at, name, hint, status, scopes, expires_at, last_used_at ON keys
WHEN (NEW.owner_id, NEW.created_at, NEW.name, NEW.hint, NEW.status, NEW.scopes, NEW.expires_at,
    coalesce(NEW.last_used_at, 0) / 86400000)
  IS NOT (OLD.owner_id, OLD.created_at, OLD.name, OLD.hint, OLD.status, OLD.scopes, OLD.expires_at,
    coalesce(OLD.last_used_at, 0) / 86400000)
BEGIN
  UPDATE key_listings SET list = CASE list WHEN OLD.owner_id THEN NEW.owner_id ELSE list END,
    created_at = NEW.created_at, owner_id = NEW.owner_id, name = NEW.name, hint = NEW.hint, status = NEW.status,
    scopes = NEW.scopes, expires_at = NEW.expires_at, used_day = coalesce(NEW.last_used_at, 0) / 86400000
  WHERE key_id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER key_unlisted AFTER DELETE ON keys
BEGIN
  DELETE FROM key_listings WHERE key_id = OLD.id;
END;
--> statement-breakpoint
CREATE TRIGGER key_unlisted_for_a_workspace AFTER DELETE ON key_workspaces
BEGIN
  DELETE FROM key_listings WHERE key_id = OLD.key_id AND list = OLD.workspace_id;
END;
--> statement-breakpoint
CREATE TABLE audit_listings (
  list TEXT NOT NULL,
  at INTEGER NOT NULL,
  audit_id TEXT NOT NULL,
  action TEXT NOT NULL,
  PRIMARY KEY (list, at, audit_id)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT OR IGNORE INTO audit_listings (list, at, audit_id, action)
SELECT actor_user_id, at, id, action FROM audit_log
UNION ALL SELECT aw.workspace_id, a.at, a.id, a.action FROM audit_workspaces aw JOIN audit_log a ON a.id = aw.audit_id
UNION ALL SELECT k.owner_id, a.at, a.id, a.action FROM audit_log a JOIN keys k ON k.id = a.target_id;
--> statement-breakpoint
-- For who acted, and for the owner of the key that it was done to.
CREATE TRIGGER audit_listed_for_people AFTER INSERT ON audit_log
BEGIN
  INSERT INTO audit_listings (list, at, audit_id, action)
  SELECT NEW.actor_user_id, NEW.at, NEW.id, NEW.action
  UNION SELECT owner_id, NEW.at, NEW.id, NEW.action FROM keys WHERE id = NEW.target_id;
END;
--> statement-breakpoint
CREATE TRIGGER audit_listed_for_a_workspace AFTER INSERT ON audit_workspaces
BEGIN
  INSERT INTO audit_listings (list, at, audit_id, action)
  SELECT NEW.workspace_id, at, id, action FROM audit_log WHERE id = NEW.audit_id;
END;
--> statement-breakpoint
-- The log of a key is read by its owner of today.
CREATE TRIGGER audit_follows_a_key AFTER UPDATE OF owner_id ON keys WHEN NEW.owner_id <> OLD.owner_id
BEGIN
  INSERT OR IGNORE INTO audit_listings (list, at, audit_id, action)
  SELECT NEW.owner_id, at, id, action FROM audit_log WHERE target_id = NEW.id;
END;
--> statement-breakpoint
-- As they were, but from the keys of the one person: `IN` read every key of the workspace first.
DROP TRIGGER member_role_updated;
--> statement-breakpoint
CREATE TRIGGER member_role_updated AFTER UPDATE OF role ON member
BEGIN
  UPDATE keys SET version = version + 1 WHERE owner_id = NEW.user_id
    AND EXISTS (SELECT 1 FROM key_workspaces WHERE key_id = keys.id AND workspace_id = NEW.workspace_id);
  INSERT INTO key_changes (credential_id, version, changed_at)
  SELECT id, version, CAST(unixepoch('subsec') * 1000 AS INTEGER) FROM keys WHERE owner_id = NEW.user_id
    AND EXISTS (SELECT 1 FROM key_workspaces WHERE key_id = keys.id AND workspace_id = NEW.workspace_id);
END;
--> statement-breakpoint
DROP TRIGGER member_inserted;
--> statement-breakpoint
CREATE TRIGGER member_inserted AFTER INSERT ON member
BEGIN
  UPDATE keys SET version = version + 1 WHERE owner_id = NEW.user_id
    AND EXISTS (SELECT 1 FROM key_workspaces WHERE key_id = keys.id AND workspace_id = NEW.workspace_id);
  INSERT INTO key_changes (credential_id, version, changed_at)
  SELECT id, version, CAST(unixepoch('subsec') * 1000 AS INTEGER) FROM keys WHERE owner_id = NEW.user_id
    AND EXISTS (SELECT 1 FROM key_workspaces WHERE key_id = keys.id AND workspace_id = NEW.workspace_id);
END;
