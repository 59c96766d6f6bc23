/** An automation as the dashboard has it. */
import type { Automation as Answered } from "#shared/content/automations.ts";

/** Its schema is any JSON object: looked into, never relied on. */
export type Automation = Omit<Answered, "input_schema"> & {
  readonly input_schema: Readonly<Record<string, unknown>>;
};
