/** A key's name: a link to it, and for its owner a field when the pencil or F2 asks for one. */
import { Link } from "@tanstack/react-router";
import { Pencil } from "lucide-react";
import { type ReactElement, useEffect, useRef, useState } from "react";
import { NAME_LENGTH_MAX } from "#shared/limits.ts";
import type { Key } from "#shared/management/keys.ts";
import { Button } from "../ui/button.tsx";
import { Tooltip } from "../ui/tooltip.tsx";
import { KeyStatus } from "./key-status.tsx";

type KeyNameProps = {
  readonly namedKey: Key;
  readonly isEditing: boolean;
  readonly onEdit: (isEditing: boolean) => void;
  /** `null` where the name is another person's to change. */
  readonly onSave: ((name: string) => void) | null;
  /** `title`: the heading of the key's own page, which links nowhere. */
  readonly look?: "link" | "title";
};

export function KeyName({ namedKey, isEditing, onEdit, onSave, look = "link" }: KeyNameProps): ReactElement {
  const pencil = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(isEditing);
  useEffect(() => {
    // Back to where it began, unless the focus has gone somewhere by itself.
    if (wasEditing.current && !isEditing && document.activeElement === document.body) pencil.current?.focus();
    wasEditing.current = isEditing;
  }, [isEditing]);
  if (isEditing && onSave !== null) {
    return (
      <NameField
        name={namedKey.name}
        onEnd={(name) => {
          onEdit(false);
          if (name !== null && name !== namedKey.name) onSave(name);
        }}
      />
    );
  }
  return (
    <>
      {look === "title" ? <h1 dir="auto">{namedKey.name}</h1> : <NameLink namedKey={namedKey} onEdit={onEdit} />}
      <KeyStatus shownKey={namedKey} />
      {onSave !== null && (
        <Tooltip content="Rename (F2)">
          <Button
            ref={pencil}
            variant="ghost"
            size="icon-small"
            className="pencil"
            aria-label={`Rename ${namedKey.name}`}
            onClick={() => onEdit(true)}
          >
            <Pencil size={13} aria-hidden />
          </Button>
        </Tooltip>
      )}
    </>
  );
}

function NameLink({ namedKey, onEdit }: Pick<KeyNameProps, "namedKey" | "onEdit">): ReactElement {
  return (
    <Link
      to="/keys/$id"
      params={{ id: namedKey.id }}
      className="truncate font-medium underline-offset-3 hover:underline"
      dir="auto"
      title={namedKey.name}
      onKeyDown={(event) => event.key === "F2" && onEdit(true)}
    >
      {namedKey.name}
    </Link>
  );
}

type NameFieldProps = {
  readonly name: string;
  /** `null`: leave it as it was. */
  readonly onEnd: (name: string | null) => void;
};

/** Enter and leaving it save, Escape does not, and an empty name is none. */
function NameField({ name, onEnd }: NameFieldProps): ReactElement {
  const [text, setText] = useState(name);
  const field = useRef<HTMLInputElement>(null);
  const isOver = useRef(false);
  useEffect(() => {
    // A menu that closes gives the focus back to its button: after that it is ours.
    const frame = requestAnimationFrame(() => field.current?.select());
    field.current?.focus();
    return () => cancelAnimationFrame(frame);
  }, []);
  const end = (result: string | null): void => {
    if (isOver.current) return;
    isOver.current = true;
    onEnd(result === "" ? null : result);
  };
  return (
    <input
      ref={field}
      className="input input-inline"
      aria-label="Key name"
      dir="auto"
      autoComplete="off"
      maxLength={2 * NAME_LENGTH_MAX}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => end(text.trim())}
      onKeyDown={(event) => {
        if ((event.key !== "Enter" && event.key !== "Escape") || event.nativeEvent.isComposing) return;
        // The focus goes to the pencil, which this same press would press.
        event.preventDefault();
        event.stopPropagation();
        end(event.key === "Enter" ? text.trim() : null);
      }}
    />
  );
}
