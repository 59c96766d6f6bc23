/** In place of every page about a workspace, for a person who is in none: removed from the last one, or it was deleted. */
import { Building2, Plus } from "lucide-react";
import { type ReactElement, useState } from "react";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/empty.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { CreateWorkspace } from "./create-workspace.tsx";
import { useSwitchWorkspace } from "./use-switch-workspace.ts";

export function NoWorkspace(): ReactElement {
  const [isCreating, setCreating] = useState(false);
  const switchTo = useSwitchWorkspace();
  return (
    <>
      <PageHead title="No workspace" />
      <Empty
        icon={Building2}
        title="You are in no workspace"
        text="Create one, or ask somebody for an invitation to theirs. Your keys reach nothing until then."
        actions={
          <Button variant="primary" onClick={() => setCreating(true)}>
            <Plus size={15} aria-hidden />
            Create workspace
          </Button>
        }
      />
      <CreateWorkspace open={isCreating} onClose={() => setCreating(false)} onCreated={switchTo} />
    </>
  );
}
