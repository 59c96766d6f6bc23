import type { ReactElement } from "react";
import { PageHead } from "../ui/page-head.tsx";

export function DocumentPage(): ReactElement {
  return <PageHead title="Document" />;
}
