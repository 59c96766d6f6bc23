/** A menu of actions behind a button: arrow keys, type-ahead, and Escape back to the button. */
import { Menu as Base } from "@base-ui/react/menu";
import type { ReactElement, ReactNode } from "react";
import { classNames } from "./class-names.ts";

type MenuProps = {
  readonly trigger: ReactElement<Record<string, unknown>>;
  readonly children: ReactNode;
  readonly align?: "start" | "end";
};

export function Menu({ trigger, children, align = "end" }: MenuProps): ReactElement {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} sideOffset={4} className="z-50">
          <Base.Popup className="popup">{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

type MenuItemProps = {
  readonly onClick: () => void;
  readonly children: ReactNode;
  readonly danger?: boolean;
  readonly disabled?: boolean;
};

export function MenuItem({ danger = false, ...rest }: MenuItemProps): ReactElement {
  return <Base.Item {...rest} className={classNames("item", danger && "item-danger")} />;
}

export function MenuSeparator(): ReactElement {
  return <Base.Separator className="my-1 h-px bg-line" />;
}
