-- Whoever changes a key moves its updated_at, by a millisecond at least: it is the key's entity tag, by which a later
-- editor is told that the key is not the one they looked at. Every change but a rename raises the version: a status, a
-- rotation, a workspace that is lost with its member. The last use moves neither.
CREATE TRIGGER keys_touched AFTER UPDATE OF name, version, updated_at ON keys
WHEN NEW.updated_at <= OLD.updated_at
BEGIN
  UPDATE keys SET updated_at = max(OLD.updated_at + 1, CAST(unixepoch('subsec') * 1000 AS INTEGER)) WHERE id = NEW.id;
END;
