import type { ReactElement } from "react";
import { PageHead } from "../ui/page-head.tsx";

export function KeyPage(): ReactElement {
  return <PageHead title="Key" />;
}
