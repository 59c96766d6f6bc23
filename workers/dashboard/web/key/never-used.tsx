/** In place of charts, for a key that nobody has used yet: how to begin. */
import { Plug } from "lucide-react";
import type { ReactElement } from "react";
import { Button } from "../ui/button.tsx";

type NeverUsedProps = {
  /** `null` where connecting is another person's to do. */
  readonly onConnect: (() => void) | null;
};

export function NeverUsed({ onConnect }: NeverUsedProps): ReactElement {
  return (
    <section className="card grid justify-items-center px-6 py-12 text-center" aria-labelledby="never-used">
      <span className="grid size-11 place-items-center rounded-xl border border-line bg-sunken text-muted">
        <Plug size={20} aria-hidden />
      </span>
      <h2 id="never-used" className="mt-4 font-medium">
        No requests yet
      </h2>
      <p className="mt-1 max-w-sm text-muted">
        The first request shows here a moment after it is made, with the client that made it.
      </p>
      {onConnect !== null && (
        <Button variant="primary" className="mt-5" onClick={onConnect}>
          Connect an agent
        </Button>
      )}
    </section>
  );
}
