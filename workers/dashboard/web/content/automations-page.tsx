/** The automations of the workspace: webhooks that agents can run. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Plus, Zap } from "lucide-react";
import type { ReactElement } from "react";
import type { Automation } from "./automations/automation.ts";
import type { Workspace } from "../api/session.ts";
import { useWorkspace } from "../api/workspace.ts";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/empty.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { toast } from "../ui/toast.tsx";
import { AutomationForm } from "./automations/automation-form.tsx";
import { type AutomationActs, AutomationRow } from "./automations/automation-row.tsx";
import { automationsQuery } from "./automations/automations-query.ts";
import { DeleteAutomation } from "./automations/delete-automation.tsx";
import { RunHistory } from "./automations/run-history.tsx";
import { SigningSecret } from "./automations/signing-secret.tsx";
import { TestRun } from "./automations/test-run.tsx";
import { rowsOf } from "./content-query.ts";
import { ShowMore } from "../ui/show-more.tsx";
import { AddSampleData } from "./sample-data.tsx";
import { type Target, useTarget } from "../ui/use-target.ts";

export function AutomationsPage(): ReactElement | null {
  const workspace = useWorkspace();
  if (workspace === null) return null;
  return <Automations key={workspace.id} workspace={workspace} />;
}

function Automations({ workspace }: { readonly workspace: Workspace }): ReactElement {
  const form = useTarget<Automation | "new">();
  const dialogs = useAutomationDialogs();
  const { run, runs, secret, deletion } = dialogs;
  return (
    <>
      <PageHead
        title="Automations"
        text="Webhooks that keys with Execute can run: each call is signed, and each run is recorded."
        actions={
          <Button variant="primary" onClick={() => form.open("new")}>
            <Plus size={15} aria-hidden />
            Create automation
          </Button>
        }
      />
      <AutomationList
        workspace={workspace}
        onCreate={() => form.open("new")}
        acts={{
          onRun: run.open,
          onRuns: runs.open,
          onSecret: secret.open,
          onEdit: form.open,
          onDelete: deletion.open,
        }}
      />
      {form.thing !== null && (
        <AutomationForm
          key={form.turn}
          open={form.isOpen}
          onClose={form.close}
          workspace={workspace.id}
          automation={form.thing === "new" ? null : form.thing}
          onSaved={(saved) => (form.thing === "new" ? secret.open(saved) : toast({ title: `Saved “${saved.name}”` }))}
        />
      )}
      <AutomationDialogs dialogs={dialogs} />
    </>
  );
}

type AutomationListProps = {
  readonly workspace: Workspace;
  readonly onCreate: () => void;
  readonly acts: AutomationActs;
};

function AutomationList({ workspace, onCreate, acts }: AutomationListProps): ReactElement {
  const found = useInfiniteQuery(automationsQuery(workspace.id));
  const automations = rowsOf(found.data);
  if (automations === undefined) return <Skeleton />;
  if (automations.length === 0) {
    return (
      <Empty
        icon={Zap}
        title="No automations yet"
        text="Give agents something to run: a flow in n8n, Make or Zapier, or a service of your own."
        actions={
          <>
            <Button onClick={onCreate}>Create automation</Button>
            <AddSampleData workspace={workspace} />
          </>
        }
      />
    );
  }
  return (
    <>
      <ul className="card mt-6" aria-label="Automations">
        {automations.map((automation) => (
          <AutomationRow key={automation.id} automation={automation} acts={acts} />
        ))}
      </ul>
      <ShowMore list={found} what="automations" />
    </>
  );
}

type Dialogs = Readonly<Record<"run" | "runs" | "secret" | "deletion", Target<Automation>>>;

function useAutomationDialogs(): Dialogs {
  return {
    run: useTarget<Automation>(),
    runs: useTarget<Automation>(),
    secret: useTarget<Automation>(),
    deletion: useTarget<Automation>(),
  };
}

function AutomationDialogs({ dialogs }: { readonly dialogs: Dialogs }): ReactElement {
  const { run, runs, secret, deletion } = dialogs;
  return (
    <>
      {run.thing !== null && <TestRun key={run.turn} automation={run.thing} open={run.isOpen} onClose={run.close} />}
      {runs.thing !== null && <RunHistory automation={runs.thing} open={runs.isOpen} onClose={runs.close} />}
      {secret.thing !== null && <SigningSecret automation={secret.thing} open={secret.isOpen} onClose={secret.close} />}
      {deletion.thing !== null && (
        <DeleteAutomation automation={deletion.thing} open={deletion.isOpen} onClose={deletion.close} />
      )}
    </>
  );
}
