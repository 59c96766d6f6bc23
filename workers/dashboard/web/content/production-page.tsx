import type { ReactElement } from "react";
import { PageHead } from "../ui/page-head.tsx";

export function ProductionPage(): ReactElement {
  return <PageHead title="Production" />;
}
