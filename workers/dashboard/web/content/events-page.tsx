import type { ReactElement } from "react";
import { PageHead } from "../ui/page-head.tsx";

export function EventsPage(): ReactElement {
  return <PageHead title="Events" />;
}
