/** One of several views, chosen by arrow keys too: underlined tabs, a segmented control, or pills. */
import { Tabs as Base } from "@base-ui/react/tabs";
import type { ReactElement, ReactNode } from "react";

type TabsProps<Value extends string> = {
  readonly label: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly tabs: readonly { readonly value: Value; readonly label: ReactNode }[];
  readonly look?: "tabs" | "seg" | "pills";
  /** The view of `value`; left out where the tabs only filter. */
  readonly children?: ReactNode;
};

export function Tabs<Value extends string>(props: TabsProps<Value>): ReactElement {
  const { label, value, onChange, tabs, look = "tabs", children } = props;
  const choose = (chosen: unknown): void => {
    const tab = tabs.find((candidate) => candidate.value === chosen);
    if (tab !== undefined) onChange(tab.value);
  };
  return (
    <Base.Root value={value} onValueChange={choose} className="min-w-0">
      <Base.List aria-label={label} className={look}>
        {tabs.map((tab) => (
          <Base.Tab key={tab.value} value={tab.value} className="tab">
            {tab.label}
          </Base.Tab>
        ))}
      </Base.List>
      {children !== undefined && (
        <Base.Panel value={value} className="outline-offset-4">
          {children}
        </Base.Panel>
      )}
    </Base.Root>
  );
}
