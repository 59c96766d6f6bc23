/** The tool `list_automations`. */
import { listAutomationsInputSchema, automationPageSchema } from "#shared/content/automations.ts";
import { listAutomations } from "#workers/content/automations/list-automations.ts";
import { defineTool, READS } from "./define-tool.ts";

export const listAutomationsTool = defineTool({
  name: "list_automations",
  title: "List automations",
  scope: "mcp:execute",
  description:
    "The automations of a workspace: what each one does and the JSON Schema of the input it takes. Call " +
    "it before run_automation.",
  annotations: READS,
  input: listAutomationsInputSchema,
  output: automationPageSchema,
  run: listAutomations,
});
