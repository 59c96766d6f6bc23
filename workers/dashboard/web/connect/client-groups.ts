/** The kinds of clients, in the order in which they are shown. */
import type { ClientGroup } from "#shared/mcp-clients.ts";

export const CLIENT_GROUPS = [
  { value: "agents", label: "Agents" },
  { value: "editors", label: "Editors" },
  { value: "chat apps", label: "Chat apps" },
  { value: "automation", label: "Automation" },
  { value: "code", label: "Code" },
] as const satisfies readonly { value: ClientGroup; label: string }[];
