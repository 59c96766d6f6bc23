import type { ReactElement } from "react";
import { PageHead } from "../ui/page-head.tsx";

export function AutomationsPage(): ReactElement {
  return <PageHead title="Automations" />;
}
