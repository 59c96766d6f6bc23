/** The bounds of workspace content; lengths are in characters (code points) unless the name says bytes. */

export const TITLE_LENGTH_MAX = 200;
/** Venue, department, assignee. */
export const LABEL_LENGTH_MAX = 200;
export const NOTES_LENGTH_MAX = 10_000;
export const DOCUMENT_BODY_LENGTH_MAX = 512 * 1024;
export const SEARCH_QUERY_LENGTH_MAX = 200;
/** Items that a production status names under "blocked" and "overdue" each; the counts are of all. */
export const STATUS_ITEMS_MAX = 50;

export const AUTOMATION_DESCRIPTION_LENGTH_MAX = 2000;
export const WEBHOOK_URL_LENGTH_MAX = 2048;
/** 32 KiB of JSON text. */
export const INPUT_SCHEMA_BYTES_MAX = 32 * 1024;
/** 64 KiB of JSON text. */
export const RUN_INPUT_BYTES_MAX = 64 * 1024;
export const RUN_EXCERPT_LENGTH_MAX = 1000;
