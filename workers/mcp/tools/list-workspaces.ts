/** The tool `list_workspaces`. */
import { z } from "zod";
import { reachedWorkspacesSchema } from "#shared/content/workspaces.ts";
import { listReachedWorkspaces } from "#workers/content/workspaces/list-reached-workspaces.ts";
import { defineTool, READS } from "./define-tool.ts";

export const listWorkspacesTool = defineTool({
  name: "list_workspaces",
  title: "List workspaces",
  scope: "mcp:read",
  description:
    "The workspaces that this key reaches, with their names and ids. Call it first when you do not know " +
    "which workspace the user means, then pass its id as `workspace` to list_events or search_documents.",
  annotations: READS,
  input: z.strictObject({}),
  output: reachedWorkspacesSchema,
  run: listReachedWorkspaces,
});
