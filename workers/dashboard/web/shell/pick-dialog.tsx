/** A list to choose from by typing: arrows, Enter, Escape back to where the focus was. */
import { Autocomplete } from "@base-ui/react/autocomplete";
import { Dialog } from "@base-ui/react/dialog";
import { Search, type LucideIcon } from "lucide-react";
import type { ReactElement, ReactNode } from "react";

export type Choice = {
  readonly id: string;
  readonly label: string;
  readonly icon: LucideIcon;
  readonly run: () => void;
};
export type ChoiceGroup = { readonly value: string; readonly items: readonly Choice[] };

type PickDialogProps = {
  readonly open: boolean;
  readonly onClose: () => void;
  /** The dialog's name. */
  readonly label: string;
  /** Rendered, and so asked for, while it is open. */
  readonly children: ReactNode;
};

export function PickDialog({ open, onClose, label, children }: PickDialogProps): ReactElement {
  return (
    <Dialog.Root open={open} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop fixed inset-0 z-40" />
        <Dialog.Popup className="command-menu" aria-label={label}>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

type PickListProps = {
  readonly placeholder: string;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  /** What fits the query, in groups; see {@link fitting}. */
  readonly groups: readonly ChoiceGroup[];
};

export function PickList({ placeholder, query, onQuery, groups }: PickListProps): ReactElement {
  return (
    <Autocomplete.Root
      items={groups}
      mode="none"
      value={query}
      onValueChange={(value, { reason }) => {
        // A chosen item is gone to, not written into the field.
        if (reason !== "item-press") onQuery(value);
      }}
      itemToStringValue={(choice: Choice) => choice.label}
      inline
      open
      autoHighlight="always"
    >
      <div className="relative">
        <Search size={16} aria-hidden className="absolute top-1/2 left-4 -translate-y-1/2 text-muted" />
        <Autocomplete.Input
          className="command-input"
          placeholder={placeholder}
          aria-label={placeholder}
          maxLength={100}
        />
      </div>
      <Autocomplete.Empty>
        {groups.length === 0 && <p className="px-4 py-8 text-center text-muted">Nothing has this in its name.</p>}
      </Autocomplete.Empty>
      <Autocomplete.List className="command-list">
        {(group: ChoiceGroup) => (
          <Autocomplete.Group key={group.value} items={group.items} className="pb-1">
            <Autocomplete.GroupLabel className="px-2 py-1.5 text-xs font-medium text-muted">
              {group.value}
            </Autocomplete.GroupLabel>
            <Autocomplete.Collection>
              {(choice: Choice) => (
                <Autocomplete.Item key={choice.id} value={choice} className="item" onClick={choice.run}>
                  <choice.icon size={15} aria-hidden />
                  <bdi className="truncate">{choice.label}</bdi>
                </Autocomplete.Item>
              )}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
    </Autocomplete.Root>
  );
}

/** Every word of the query is somewhere in the label. */
function fits(label: string, query: string): boolean {
  const text = label.toLocaleLowerCase();
  return query
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** The groups with what fits, without those where nothing does. */
export function fitting(groups: readonly ChoiceGroup[], query: string): ChoiceGroup[] {
  return groups
    .map(({ value, items }) => ({ value, items: items.filter(({ label }) => fits(label, query)) }))
    .filter(({ items }) => items.length > 0);
}
