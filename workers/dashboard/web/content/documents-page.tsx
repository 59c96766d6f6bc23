import type { ReactElement } from "react";
import { PageHead } from "../ui/page-head.tsx";

export function DocumentsPage(): ReactElement {
  return <PageHead title="Documents" />;
}
