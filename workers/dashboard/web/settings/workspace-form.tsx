/** The workspace's name and slug. */
import { type ReactElement, useState } from "react";
import { ProblemError } from "../api/problem-error.ts";
import type { Workspace } from "../api/session.ts";
import { Field } from "../ui/field.tsx";
import { SaveForm } from "./save-form.tsx";
import { useChangeWorkspace } from "./use-change-workspace.ts";

type WorkspaceFormProps = { readonly workspace: Workspace };

export function WorkspaceForm({ workspace }: WorkspaceFormProps): ReactElement {
  const [name, setName] = useState(workspace.name);
  const [slug, setSlug] = useState(workspace.slug);
  const change = useChangeWorkspace(workspace.id);
  const problem = change.error instanceof ProblemError ? change.error : null;
  const wrongName = problem?.field("/name");
  const wrongSlug = slugProblem(problem);
  const isNamed = wrongName !== undefined || wrongSlug !== undefined;
  const wish = {
    ...(name.trim() === workspace.name ? {} : { name: name.trim() }),
    ...(slug.trim() === workspace.slug ? {} : { slug: slug.trim() }),
  };
  return (
    <SaveForm
      isChanged={Object.keys(wish).length > 0}
      isBusy={change.isPending}
      error={isNamed ? null : change.error}
      onSave={() => change.mutate(wish)}
    >
      <Field label="Name" error={wrongName}>
        <input
          className="input"
          autoComplete="off"
          dir="auto"
          maxLength={400}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <Field label="Slug" hint="2 to 40 of a-z, 0-9 and -. No other workspace has the same." error={wrongSlug}>
        <input
          className="input font-mono"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={80}
          value={slug}
          onChange={(event) => setSlug(event.target.value)}
        />
      </Field>
    </SaveForm>
  );
}

function slugProblem(problem: ProblemError | null): string | undefined {
  if (problem?.code === "conflict") return "Another workspace has this slug. Choose another one.";
  return problem?.field("/slug") === undefined ? undefined : "Use 2 to 40 characters: a-z, 0-9 and -.";
}
