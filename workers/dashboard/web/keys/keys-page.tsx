import type { ReactElement } from "react";
import { PageHead } from "../ui/page-head.tsx";

export function KeysPage(): ReactElement {
  return <PageHead title="API keys" />;
}
