ALTER TABLE `invitation` ADD `token_digest` text;--> statement-breakpoint
CREATE UNIQUE INDEX `invitation_token_digest_unique` ON `invitation` (`token_digest`);--> statement-breakpoint
ALTER TABLE `workspace` ADD `key_default_days` integer DEFAULT 90;--> statement-breakpoint
ALTER TABLE `workspace` ADD `key_max_days` integer;--> statement-breakpoint
ALTER TABLE `workspace` ADD `key_creators` text DEFAULT 'members' NOT NULL;