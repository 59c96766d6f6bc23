/** The dashboard's places, for the sidebar and the command menu. */
import {
  CalendarDays,
  FileText,
  History,
  KeyRound,
  ListChecks,
  type LucideIcon,
  Plug,
  Settings,
  Users,
  Zap,
} from "lucide-react";

export type Place = {
  readonly to:
    | "/keys"
    | "/apps"
    | "/events"
    | "/documents"
    | "/production"
    | "/automations"
    | "/members"
    | "/audit"
    | "/settings";
  readonly label: string;
  readonly icon: LucideIcon;
};

type Group = { readonly heading: string; readonly places: readonly Place[] };

export const NAVIGATION: readonly Group[] = [
  {
    heading: "Integrations",
    places: [
      { to: "/keys", label: "API keys", icon: KeyRound },
      { to: "/apps", label: "Connected apps", icon: Plug },
    ],
  },
  {
    heading: "Content",
    places: [
      { to: "/events", label: "Events", icon: CalendarDays },
      { to: "/documents", label: "Documents", icon: FileText },
      { to: "/production", label: "Production", icon: ListChecks },
      { to: "/automations", label: "Automations", icon: Zap },
    ],
  },
  {
    heading: "Workspace",
    places: [
      { to: "/members", label: "Members", icon: Users },
      { to: "/audit", label: "Audit log", icon: History },
      { to: "/settings", label: "Settings", icon: Settings },
    ],
  },
];
