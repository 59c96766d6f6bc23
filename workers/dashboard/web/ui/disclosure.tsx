/** What is folded away behind a line of text. */
import { Collapsible } from "@base-ui/react/collapsible";
import { ChevronRight } from "lucide-react";
import type { ReactElement, ReactNode } from "react";

type DisclosureProps = {
  readonly label: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly children: ReactNode;
};

export function Disclosure({ label, open, onOpenChange, children }: DisclosureProps): ReactElement {
  return (
    <Collapsible.Root open={open} onOpenChange={(isOpen) => onOpenChange(isOpen)}>
      <Collapsible.Trigger className="disclosure">
        <ChevronRight size={15} aria-hidden />
        {label}
      </Collapsible.Trigger>
      <Collapsible.Panel>{children}</Collapsible.Panel>
    </Collapsible.Root>
  );
}
