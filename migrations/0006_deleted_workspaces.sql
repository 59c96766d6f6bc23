ALTER TABLE `workspace` ADD `deleted_at` integer;--> statement-breakpoint
CREATE INDEX `workspace_deleted_idx` ON `workspace` (`deleted_at`) WHERE deleted_at IS NOT NULL;