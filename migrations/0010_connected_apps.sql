CREATE TABLE `connected_apps` (
	`id` text PRIMARY KEY NOT NULL,
	`owner_id` text NOT NULL,
	`client_id` text NOT NULL,
	`name` text NOT NULL,
	`verified_domain` text,
	`redirect_host` text NOT NULL,
	`is_loopback` integer NOT NULL,
	`scopes` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`last_used_at` integer,
	`last_used_client` text,
	`last_used_country` text,
	FOREIGN KEY (`owner_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `connected_apps_owner_idx` ON `connected_apps` (`owner_id`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `connected_app_workspaces` (
	`app_id` text NOT NULL,
	`workspace_id` text NOT NULL,
	PRIMARY KEY(`app_id`, `workspace_id`),
	FOREIGN KEY (`app_id`) REFERENCES `connected_apps`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspace`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `connected_app_workspaces_workspace_idx` ON `connected_app_workspaces` (`workspace_id`);--> statement-breakpoint
CREATE TABLE `oauth_store` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`metadata` text,
	`app_id` text,
	`expires_at` integer
);
--> statement-breakpoint
CREATE INDEX `oauth_store_app_idx` ON `oauth_store` (`app_id`,`key`);--> statement-breakpoint
CREATE INDEX `oauth_store_expires_idx` ON `oauth_store` (`expires_at`) WHERE expires_at IS NOT NULL;
--> statement-breakpoint
-- Connected apps are credentials as keys are: what takes their rights away or gives them, a token of theirs among it,
-- bumps the app's version and appends to key_changes, whoever wrote it. Names and last_used_* are not changes.
CREATE TRIGGER connected_apps_inserted AFTER INSERT ON connected_apps
BEGIN
  UPDATE connected_apps SET version = NEW.version + (SELECT max(version) FROM key_changes WHERE credential_id = NEW.id)
  WHERE id = NEW.id AND EXISTS (SELECT 1 FROM key_changes WHERE credential_id = NEW.id);
  INSERT INTO key_changes (credential_id, version, changed_at)
  SELECT id, version, CAST(unixepoch('subsec') * 1000 AS INTEGER) FROM connected_apps WHERE id = NEW.id;
END;
--> statement-breakpoint
-- A client that somebody allows something is kept for as long as its registration says.
CREATE TRIGGER oauth_client_used AFTER INSERT ON connected_apps
BEGIN
  UPDATE oauth_store SET expires_at = (value ->> '$.registrationExpiresAt') * 1000 WHERE key = 'client:' || NEW.client_id;
END;
--> statement-breakpoint
-- INSERT OR REPLACE deletes without telling the delete trigger, and would start the app's versions anew below its floors.
CREATE TRIGGER connected_apps_are_not_replaced BEFORE INSERT ON connected_apps
WHEN EXISTS (SELECT 1 FROM connected_apps WHERE id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'an app with this id is there: update it');
END;
--> statement-breakpoint
CREATE TRIGGER connected_apps_updated AFTER UPDATE OF owner_id, client_id, scopes ON connected_apps
BEGIN
  UPDATE connected_apps SET version = OLD.version + 1 WHERE id = NEW.id;
  INSERT INTO key_changes (credential_id, version, changed_at)
  VALUES (NEW.id, OLD.version + 1, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;
--> statement-breakpoint
CREATE TRIGGER connected_apps_id_is_final BEFORE UPDATE OF id ON connected_apps WHEN NEW.id <> OLD.id
BEGIN
  SELECT RAISE(ABORT, 'connected_apps.id is final: gates remember what it was allowed');
END;
--> statement-breakpoint
-- Nothing of the app's grant outlives it: a refresh in flight finds nothing to write to.
CREATE TRIGGER connected_apps_deleted AFTER DELETE ON connected_apps
BEGIN
  INSERT INTO key_changes (credential_id, version, changed_at)
  VALUES (OLD.id, OLD.version + 1, CAST(unixepoch('subsec') * 1000 AS INTEGER));
  DELETE FROM oauth_store WHERE app_id = OLD.id;
END;
--> statement-breakpoint
CREATE TRIGGER connected_app_workspaces_inserted AFTER INSERT ON connected_app_workspaces
BEGIN
  UPDATE connected_apps SET version = version + 1 WHERE id = NEW.app_id;
  INSERT INTO key_changes (credential_id, version, changed_at)
  SELECT id, version, CAST(unixepoch('subsec') * 1000 AS INTEGER) FROM connected_apps WHERE id = NEW.app_id;
END;
--> statement-breakpoint
CREATE TRIGGER connected_app_workspaces_are_replaced BEFORE UPDATE ON connected_app_workspaces
BEGIN
  SELECT RAISE(ABORT, 'delete the connected_app_workspaces row and insert another');
END;
--> statement-breakpoint
-- When the app itself is deleted its row is gone before the cascade comes here: connected_apps_deleted has logged it.
CREATE TRIGGER connected_app_workspaces_deleted AFTER DELETE ON connected_app_workspaces
BEGIN
  UPDATE connected_apps SET version = version + 1 WHERE id = OLD.app_id;
  INSERT INTO key_changes (credential_id, version, changed_at)
  SELECT id, version, CAST(unixepoch('subsec') * 1000 AS INTEGER) FROM connected_apps WHERE id = OLD.app_id;
END;
--> statement-breakpoint
-- What the authorization server's library writes: access tokens are rows `token:<user>:<grant>:<sha-256>`. A new one
-- is news to the gates, for their record of the app does not have it; so is one that ends before its time.
CREATE TRIGGER oauth_token_inserted AFTER INSERT ON oauth_store WHEN NEW.key GLOB 'token:*'
BEGIN
  UPDATE connected_apps SET version = version + 1 WHERE id = NEW.app_id;
  INSERT INTO key_changes (credential_id, version, changed_at)
  SELECT id, version, CAST(unixepoch('subsec') * 1000 AS INTEGER) FROM connected_apps WHERE id = NEW.app_id;
END;
--> statement-breakpoint
CREATE TRIGGER oauth_token_updated AFTER UPDATE ON oauth_store WHEN OLD.key GLOB 'token:*' OR NEW.key GLOB 'token:*'
BEGIN
  UPDATE connected_apps SET version = version + 1 WHERE id IN (OLD.app_id, NEW.app_id);
  INSERT INTO key_changes (credential_id, version, changed_at)
  SELECT id, version, CAST(unixepoch('subsec') * 1000 AS INTEGER) FROM connected_apps
  WHERE id IN (OLD.app_id, NEW.app_id);
END;
--> statement-breakpoint
CREATE TRIGGER oauth_token_deleted AFTER DELETE ON oauth_store
WHEN OLD.key GLOB 'token:*' AND OLD.expires_at > CAST(unixepoch('subsec') * 1000 AS INTEGER)
BEGIN
  UPDATE connected_apps SET version = version + 1 WHERE id = OLD.app_id;
  INSERT INTO key_changes (credential_id, version, changed_at)
  SELECT id, version, CAST(unixepoch('subsec') * 1000 AS INTEGER) FROM connected_apps WHERE id = OLD.app_id;
END;
--> statement-breakpoint
-- A grant that is revoked, replayed or expired ends its app.
CREATE TRIGGER oauth_grant_deleted AFTER DELETE ON oauth_store WHEN OLD.key GLOB 'grant:*'
BEGIN
  DELETE FROM connected_apps WHERE id = OLD.app_id;
END;
--> statement-breakpoint
-- Somebody who leaves takes nothing along: neither their keys nor their apps, and joining again revives nothing.
DROP TRIGGER member_deleted;
--> statement-breakpoint
CREATE TRIGGER member_deleted AFTER DELETE ON member
BEGIN
  DELETE FROM key_workspaces
  WHERE workspace_id = OLD.workspace_id AND key_id IN (SELECT id FROM keys WHERE owner_id = OLD.user_id);
  DELETE FROM connected_app_workspaces
  WHERE workspace_id = OLD.workspace_id AND app_id IN (SELECT id FROM connected_apps WHERE owner_id = OLD.user_id);
END;
--> statement-breakpoint
CREATE TRIGGER member_role_updated_for_apps AFTER UPDATE OF role ON member
BEGIN
  UPDATE connected_apps SET version = version + 1 WHERE owner_id = NEW.user_id
    AND EXISTS (SELECT 1 FROM connected_app_workspaces
      WHERE app_id = connected_apps.id AND workspace_id = NEW.workspace_id);
  INSERT INTO key_changes (credential_id, version, changed_at)
  SELECT id, version, CAST(unixepoch('subsec') * 1000 AS INTEGER) FROM connected_apps WHERE owner_id = NEW.user_id
    AND EXISTS (SELECT 1 FROM connected_app_workspaces
      WHERE app_id = connected_apps.id AND workspace_id = NEW.workspace_id);
END;
--> statement-breakpoint
CREATE TRIGGER member_inserted_for_apps AFTER INSERT ON member
BEGIN
  UPDATE connected_apps SET version = version + 1 WHERE owner_id = NEW.user_id
    AND EXISTS (SELECT 1 FROM connected_app_workspaces
      WHERE app_id = connected_apps.id AND workspace_id = NEW.workspace_id);
  INSERT INTO key_changes (credential_id, version, changed_at)
  SELECT id, version, CAST(unixepoch('subsec') * 1000 AS INTEGER) FROM connected_apps WHERE owner_id = NEW.user_id
    AND EXISTS (SELECT 1 FROM connected_app_workspaces
      WHERE app_id = connected_apps.id AND workspace_id = NEW.workspace_id);
END;
--> statement-breakpoint
-- Members and content still refuse the deletion by their foreign keys; what credentials reach must go first, and be
-- logged.
DROP TRIGGER workspace_deleted;
--> statement-breakpoint
CREATE TRIGGER workspace_deleted BEFORE DELETE ON workspace
BEGIN
  DELETE FROM key_workspaces WHERE workspace_id = OLD.id;
  DELETE FROM connected_app_workspaces WHERE workspace_id = OLD.id;
END;
--> statement-breakpoint
-- The log of an app is read by its owner, as a key's is.
DROP TRIGGER audit_listed_for_people;
--> statement-breakpoint
CREATE TRIGGER audit_listed_for_people AFTER INSERT ON audit_log
BEGIN
  INSERT INTO audit_listings (list, at, audit_id, action)
  SELECT NEW.actor_user_id, NEW.at, NEW.id, NEW.action
  UNION SELECT owner_id, NEW.at, NEW.id, NEW.action FROM keys WHERE id = NEW.target_id
  UNION SELECT owner_id, NEW.at, NEW.id, NEW.action FROM connected_apps WHERE id = NEW.target_id;
END;
