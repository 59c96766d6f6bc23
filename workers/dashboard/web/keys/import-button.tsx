/** Opens the import, for people who run a workspace: nobody else can import anything. */
import type { ReactElement } from "react";
import { useSession } from "../api/session.ts";
import { isRunBy } from "../api/workspace.ts";
import { Button } from "../ui/button.tsx";

export function ImportButton({ onImport }: { readonly onImport: () => void }): ReactElement | null {
  const { workspaces } = useSession();
  if (!workspaces.some(isRunBy)) return null;
  return <Button onClick={onImport}>Import keys</Button>;
}
