import type { ReactElement } from "react";
import { PageHead } from "../ui/page-head.tsx";

export function AuditPage(): ReactElement {
  return <PageHead title="Audit log" />;
}
