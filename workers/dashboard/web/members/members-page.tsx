import type { ReactElement } from "react";
import { PageHead } from "../ui/page-head.tsx";

export function MembersPage(): ReactElement {
  return <PageHead title="Members" />;
}
