ALTER TABLE `keys` ADD `imported_at` integer;--> statement-breakpoint
ALTER TABLE `keys` ADD `imported_by` text;--> statement-breakpoint
ALTER TABLE `keys` ADD `all_workspaces` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `keys` ADD `url_used_at` integer;--> statement-breakpoint
ALTER TABLE `keys` ADD `url_used_client` text;--> statement-breakpoint
ALTER TABLE `keys` ADD `url_used_country` text;--> statement-breakpoint
CREATE INDEX `keys_previous_digest_idx` ON `keys` (`previous_digest`) WHERE previous_digest IS NOT NULL;--> statement-breakpoint
CREATE INDEX `keys_imported_idx` ON `keys` (`imported_at`) WHERE imported_at IS NOT NULL;
--> statement-breakpoint
-- What an import said is final, and where a key was used by its URL is no change.
CREATE TRIGGER keys_stay_imported BEFORE UPDATE OF imported_at, imported_by, all_workspaces ON keys
WHEN (NEW.imported_at, NEW.imported_by, NEW.all_workspaces) IS NOT (OLD.imported_at, OLD.imported_by, OLD.all_workspaces)
BEGIN
  SELECT RAISE(ABORT, 'keys.imported_at, imported_by and all_workspaces are final');
END;
--> statement-breakpoint
-- A legacy token reaches every workspace of its owner, those that they join later too; leaving one takes it away as from
-- any key. Whoever imported it for somebody else may know its secret: it grows only to where the importer may look anyway.
CREATE TRIGGER member_inserted_for_legacy_tokens AFTER INSERT ON member
BEGIN
  INSERT OR IGNORE INTO key_workspaces (key_id, workspace_id)
  SELECT k.id, NEW.workspace_id FROM keys k WHERE k.owner_id = NEW.user_id AND k.all_workspaces = 1
    AND (k.imported_by IS k.owner_id OR EXISTS (SELECT 1 FROM member i
      WHERE i.user_id = k.imported_by AND i.workspace_id = NEW.workspace_id AND i.role IN ('owner', 'admin')));
END;
--> statement-breakpoint
ALTER TABLE key_listings ADD COLUMN all_workspaces INTEGER NOT NULL DEFAULT 0;
--> statement-breakpoint
DROP TRIGGER key_listed_for_its_owner;
--> statement-breakpoint
CREATE TRIGGER key_listed_for_its_owner AFTER INSERT ON keys
BEGIN
  INSERT INTO key_listings
    (list, created_at, key_id, owner_id, name, hint, status, scopes, expires_at, used_day, all_workspaces)
  VALUES (NEW.owner_id, NEW.created_at, NEW.id, NEW.owner_id, NEW.name, NEW.hint, NEW.status, NEW.scopes, NEW.expires_at,
    coalesce(NEW.last_used_at, 0) / 86400000, NEW.all_workspaces);
END;
--> statement-breakpoint
DROP TRIGGER key_listed_for_a_workspace;
--> statement-breakpoint
CREATE TRIGGER key_listed_for_a_workspace AFTER INSERT ON key_workspaces
BEGIN
  INSERT INTO key_listings
    (list, created_at, key_id, owner_id, name, hint, status, scopes, expires_at, used_day, all_workspaces)
  SELECT NEW.workspace_id, created_at, id, owner_id, name, hint, status, scopes, expires_at,
    coalesce(last_used_at, 0) / 86400000, all_workspaces
  FROM keys WHERE id = NEW.key_id;
END;
