/** In place of the rows: no key yet, none in this workspace, or none that the filters let through. */
import { KeyRound, SearchX } from "lucide-react";
import type { ReactElement } from "react";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/empty.tsx";
import { CreateButton } from "./create-button.tsx";

type NoKeysProps = {
  /** The workspace the list is narrowed to. */
  readonly workspace: string | null;
  readonly onCreate: () => void;
  readonly onShowAll: () => void;
};

export function NoKeys({ workspace, onCreate, onShowAll }: NoKeysProps): ReactElement {
  return (
    <Empty
      icon={KeyRound}
      title={workspace === null ? "No API keys yet" : `No key reaches “${workspace}” yet`}
      text="Create a key for each agent or script. You choose what it can do and which workspaces it reaches."
      actions={
        <>
          <CreateButton onCreate={onCreate} />
          {workspace === null ? (
            <a className="btn" href="/docs">
              Read the guide
            </a>
          ) : (
            <Button onClick={onShowAll}>Show all workspaces</Button>
          )}
        </>
      }
    />
  );
}

type NoMatchProps = { readonly text: string | undefined; readonly onClear: () => void };

export function NoMatch({ text, onClear }: NoMatchProps): ReactElement {
  return (
    <Empty
      icon={SearchX}
      title={text === undefined ? "No key matches these filters" : `No key matches “${text}”`}
      text="Names, workspaces and the visible ends of keys are searched."
      actions={<Button onClick={onClear}>Clear filters</Button>}
    />
  );
}
