/** The tool `run_automation`. */
import { runAutomationInputSchema, runSchema } from "#shared/content/automations.ts";
import { runAutomation } from "#workers/content/automations/run-automation.ts";
import { defineTool, ACTS } from "./define-tool.ts";

export const runAutomationTool = defineTool({
  name: "run_automation",
  title: "Run an automation",
  scope: "mcp:execute",
  description:
    "Runs an automation by its aut_… id with an `input` that matches its input_schema (list_automations " +
    "shows it), and waits for its answer, at most 10 seconds. It acts on other systems: confirm with the " +
    "user first. A run that failed is not repeated by itself.",
  annotations: ACTS,
  input: runAutomationInputSchema,
  output: runSchema,
  run: runAutomation,
});
