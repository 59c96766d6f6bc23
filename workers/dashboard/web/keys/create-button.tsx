/** The page's primary action, and its letter. */
import { Plus } from "lucide-react";
import type { ReactElement } from "react";
import { Button } from "../ui/button.tsx";
import { Tooltip } from "../ui/tooltip.tsx";
import { loadCreateKey } from "./load-create-key.ts";

/** The letter that does the same, while nobody types. */
export const CREATE_LETTER = "c";

export function CreateButton({ onCreate }: { readonly onCreate: () => void }): ReactElement {
  return (
    <Tooltip content="Create API key (C)">
      <Button
        variant="primary"
        aria-keyshortcuts={CREATE_LETTER.toUpperCase()}
        onClick={onCreate}
        onPointerEnter={() => void loadCreateKey()}
        onFocus={() => void loadCreateKey()}
      >
        <Plus size={16} aria-hidden />
        Create API key
      </Button>
    </Tooltip>
  );
}
