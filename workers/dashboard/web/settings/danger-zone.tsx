/** Leaving the workspace, and deleting it. */
import { type ReactElement, type ReactNode, useState } from "react";
import type { Workspace } from "../api/session.ts";
import { LeaveWorkspace } from "../members/leave-workspace.tsx";
import { Button } from "../ui/button.tsx";
import { DeleteWorkspace } from "./delete-workspace.tsx";
import { Section } from "./section.tsx";

type DangerZoneProps = { readonly workspace: Workspace };

export function DangerZone({ workspace }: DangerZoneProps): ReactElement {
  const [asked, setAsked] = useState<"leave" | "delete" | null>(null);
  return (
    <Section title="Danger zone" text="Your keys and apps lose the workspace at once.">
      <ul className="divide-y divide-line">
        <Act title="Leave workspace" text="Only an invitation brings you back. The last owner cannot leave.">
          <Button onClick={() => setAsked("leave")}>Leave workspace…</Button>
        </Act>
        {workspace.role === "owner" && (
          <Act title="Delete workspace" text="Its content goes for good, and every key and app loses it.">
            <Button variant="danger" onClick={() => setAsked("delete")}>
              Delete workspace…
            </Button>
          </Act>
        )}
      </ul>
      <LeaveWorkspace workspace={workspace} open={asked === "leave"} onClose={() => setAsked(null)} />
      <DeleteWorkspace workspace={workspace} open={asked === "delete"} onClose={() => setAsked(null)} />
    </Section>
  );
}

type ActProps = { readonly title: string; readonly text: string; readonly children: ReactNode };

function Act({ title, text, children }: ActProps): ReactElement {
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 p-4 sm:px-5">
      <div className="min-w-0">
        <h3 className="label">{title}</h3>
        <p className="hint">{text}</p>
      </div>
      {children}
    </li>
  );
}
