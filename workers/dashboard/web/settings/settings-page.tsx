/** The workspace's settings, the person's account, and how it looks; which of them is in the address. */
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useWorkspace } from "../api/workspace.ts";
import { PageHead } from "../ui/page-head.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { AccountSettings } from "./account-settings.tsx";
import { Appearance } from "./appearance.tsx";
import { WorkspaceSettings } from "./workspace-settings.tsx";

const TABS = [
  { value: "workspace", label: "Workspace" },
  { value: "account", label: "Account" },
  { value: "appearance", label: "Appearance" },
] as const;

export function SettingsPage(): ReactElement {
  const workspace = useWorkspace();
  const { tab: wanted } = useSearch({ from: "/settings" });
  const navigate = useNavigate({ from: "/settings" });
  const tabs = TABS.filter(({ value }) => value !== "workspace" || workspace !== null);
  const tab = tabs.find(({ value }) => value === wanted)?.value ?? (workspace === null ? "account" : "workspace");
  return (
    <>
      <PageHead title="Settings" />
      <div className="mt-4">
        <Tabs
          label="Settings"
          value={tab}
          tabs={tabs}
          onChange={(chosen) => void navigate({ search: (search) => ({ ...search, tab: chosen }), replace: true })}
        >
          {tab === "workspace" && workspace !== null && <WorkspaceSettings key={workspace.id} workspace={workspace} />}
          {tab === "account" && <AccountSettings />}
          {tab === "appearance" && <Appearance />}
        </Tabs>
      </div>
    </>
  );
}
