/** In place of a workspace's content, for a person who is in none. */
import { Building2 } from "lucide-react";
import type { ReactElement } from "react";
import { Empty } from "../ui/empty.tsx";
import { PageHead } from "../ui/page-head.tsx";

export function NoWorkspace({ title }: { readonly title: string }): ReactElement {
  return (
    <>
      <PageHead title={title} />
      <Empty
        icon={Building2}
        title="You are in no workspace"
        text="Create one from the menu at the top of the navigation, or ask an admin to invite you."
      />
    </>
  );
}
