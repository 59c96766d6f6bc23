/** Takes permissions or workspaces from an app. What it has is ticked; nothing can be ticked that it has not. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import type { ChangeApp, ConnectedApp } from "#shared/management/apps.ts";
import { SCOPE_MEANINGS } from "#shared/scopes.ts";
import { answerOf, api } from "../api/client.ts";
import { messageOf, ProblemError } from "../api/problem-error.ts";
import { receiptOf } from "../api/receipt.ts";
import { SCOPE_LABELS } from "../keys/scope-labels.ts";
import { Checkbox } from "../ui/checkbox.tsx";
import { FieldGroup } from "../ui/field.tsx";
import { FormModal } from "../ui/form-modal.tsx";
import { Notice } from "../ui/notice.tsx";
import { toast } from "../ui/toast.tsx";
import type { Target } from "../ui/use-target.ts";
import { APPS, readApp } from "./apps-query.ts";

export function EditApp({ target }: { readonly target: Target<ConnectedApp> }): ReactElement | null {
  const [fresh, setFresh] = useState<ConnectedApp | null>(null);
  const app = fresh ?? target.thing;
  if (app === null) return null;
  // Keyed by its state: who was late begins anew with what is there now.
  return (
    <EditForm
      key={app.etag}
      app={app}
      isOutdated={fresh !== null}
      onFresh={setFresh}
      open={target.isOpen}
      onClose={target.close}
    />
  );
}

type EditFormProps = {
  readonly app: ConnectedApp;
  readonly isOutdated: boolean;
  readonly onFresh: (app: ConnectedApp) => void;
  readonly open: boolean;
  readonly onClose: () => void;
};

function EditForm({ app, isOutdated, onFresh, open, onClose }: EditFormProps): ReactElement {
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set());
  const save = useSave({ app, onFresh, onClose });
  const toggle = (id: string, isOn: boolean): void => {
    setTaken(new Set(isOn ? [...taken].filter((other) => other !== id) : [...taken, id]));
  };
  const change = changeOf(app, taken);
  const isNowhere = change.workspaces?.length === 0;
  return (
    <FormModal
      open={open}
      onClose={onClose}
      title="Edit access"
      description={`What “${app.name}” may do. You can only take away here; to give it more, connect it again from the app.`}
      act="Save changes"
      onSubmit={() => save.mutate(change)}
      busy={save.isPending}
      blocked={taken.size === 0 || isNowhere}
      failure={save.error === null || isChangedMeanwhile(save.error) ? undefined : messageOf(save.error)}
    >
      <FieldGroup legend="Permissions">
        <div className="flex flex-col gap-2">
          {app.scopes.map((scope) => (
            <Checkbox
              key={scope}
              checked={!taken.has(scope)}
              disabled={scope === "mcp:read"}
              onCheckedChange={(isOn) => toggle(scope, isOn)}
              hint={scope === "mcp:read" ? "Stays as long as the app is connected." : SCOPE_MEANINGS[scope]}
            >
              {SCOPE_LABELS[scope]}
            </Checkbox>
          ))}
        </div>
      </FieldGroup>
      <FieldGroup legend="Workspaces" error={isNowhere ? "Leave it one workspace, or disconnect it." : undefined}>
        <div className="flex flex-col gap-2.5 rounded-lg border border-line bg-sunken p-3">
          {app.workspaces.map(({ id, name }) => (
            <Checkbox key={id} checked={!taken.has(id)} onCheckedChange={(isOn) => toggle(id, isOn)}>
              <bdi className="wrap-anywhere">{name}</bdi>
            </Checkbox>
          ))}
          {app.workspaces.length === 0 && <p className="hint">It reaches none.</p>}
        </div>
      </FieldGroup>
      <div role="status">
        {isOutdated && (
          <Notice>Somebody else changed this app meanwhile. Nothing of yours was saved; this is how it is now.</Notice>
        )}
        {taken.size > 0 && !isNowhere && <Notice>{lossesOf(app, taken)} What you take away stops at once.</Notice>}
      </div>
    </FormModal>
  );
}

/** The lists that change, as they are to be. */
function changeOf({ scopes, workspaces }: ConnectedApp, taken: ReadonlySet<string>): ChangeApp {
  const left = {
    scopes: scopes.filter((scope) => !taken.has(scope)),
    workspaces: workspaces.map(({ id }) => id).filter((id) => !taken.has(id)),
  };
  return {
    ...(left.scopes.length === scopes.length ? {} : { scopes: left.scopes }),
    ...(left.workspaces.length === workspaces.length ? {} : { workspaces: left.workspaces }),
  };
}

const listed = new Intl.ListFormat("en", { type: "conjunction" });

function lossesOf({ name, scopes, workspaces }: ConnectedApp, taken: ReadonlySet<string>): string {
  const losses = [
    ...scopes.filter((scope) => taken.has(scope)).map((scope) => SCOPE_LABELS[scope]),
    ...workspaces.filter(({ id }) => taken.has(id)).map((workspace) => `“${workspace.name}”`),
  ];
  return `“${name}” loses ${listed.format(losses)}.`;
}

function useSave({ app, onFresh, onClose }: Pick<EditFormProps, "app" | "onFresh" | "onClose">) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: ChangeApp) =>
      answerOf(
        api.v1["connected-apps"][":id"].$patch({
          param: { id: app.id },
          header: { "If-Match": `"${app.etag}"` },
          json: change,
        }),
      ),
    onSuccess: ({ propagation }) => {
      toast({ title: "Access changed", description: `“${app.name}”. ${receiptOf(propagation)}` });
      onClose();
    },
    onError: async (error) => {
      if (isChangedMeanwhile(error)) onFresh(await readApp(app));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: APPS }),
  });
}

function isChangedMeanwhile(error: Error): boolean {
  return error instanceof ProblemError && error.code === "changed_meanwhile";
}
