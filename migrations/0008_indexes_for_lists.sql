DROP INDEX `audit_log_actor_idx`;--> statement-breakpoint
DROP INDEX `audit_log_target_idx`;--> statement-breakpoint
CREATE INDEX `audit_log_actor_at_idx` ON `audit_log` (`actor_user_id`,`at`,`id`);--> statement-breakpoint
CREATE INDEX `audit_log_target_at_idx` ON `audit_log` (`target_id`,`at`,`id`);--> statement-breakpoint
DROP INDEX `automation_runs_automation_idx`;--> statement-breakpoint
CREATE INDEX `automation_runs_automation_started_idx` ON `automation_runs` (`automation_id`,`started_at`,`id`);--> statement-breakpoint
DROP INDEX `automations_workspace_idx`;--> statement-breakpoint
CREATE INDEX `automations_workspace_created_idx` ON `automations` (`workspace_id`,`created_at`,`id`);--> statement-breakpoint
DROP INDEX `production_items_event_idx`;--> statement-breakpoint
DROP INDEX `production_items_workspace_idx`;--> statement-breakpoint
CREATE INDEX `production_items_event_due_idx` ON `production_items` (`event_id`,coalesce(`due_at`, 253402300799999),`id`);--> statement-breakpoint
CREATE INDEX `production_items_workspace_due_idx` ON `production_items` (`workspace_id`,coalesce(`due_at`, 253402300799999),`id`);--> statement-breakpoint
DROP INDEX `member_workspaceId_idx`;--> statement-breakpoint
CREATE INDEX `member_workspace_joined_idx` ON `member` (`workspace_id`,`created_at`,`user_id`);--> statement-breakpoint
CREATE INDEX `session_expires_idx` ON `session` (`expires_at`);--> statement-breakpoint
CREATE INDEX `verification_expires_idx` ON `verification` (`expires_at`);
