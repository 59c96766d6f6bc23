import type { ReactElement } from "react";
import { PageHead } from "../ui/page-head.tsx";

export function SettingsPage(): ReactElement {
  return <PageHead title="Settings" />;
}
