/** Copies a text and says so: in the tooltip or the label, and to screen readers. */
import { Check, Copy } from "lucide-react";
import { type ReactElement, type ReactNode, useEffect, useState } from "react";
import { Button, type ButtonProps } from "./button.tsx";
import { toast } from "./toast.tsx";
import { Tooltip } from "./tooltip.tsx";

const DONE_MS = 1600;

type CopyButtonProps = {
  readonly text: string;
  /** What it copies, as a command: "Copy masked key". */
  readonly label: string;
  /** What the tooltip says, where the label has to be longer than that. */
  readonly hint?: string;
  /** A visible label; without one it is an icon with a tooltip. */
  readonly children?: ReactNode;
  readonly variant?: ButtonProps["variant"];
  readonly size?: ButtonProps["size"];
};

export function CopyButton({
  text,
  label,
  hint = label,
  children,
  variant = "ghost",
  size,
}: CopyButtonProps): ReactElement {
  const [isDone, setDone] = useState(false);
  useEffect(() => {
    if (!isDone) return undefined;
    const timer = setTimeout(() => setDone(false), DONE_MS);
    return () => clearTimeout(timer);
  }, [isDone]);
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setDone(true),
      () => toast({ title: "Could not copy", description: "Select the text and copy it by hand." }),
    );
  };
  const icon = isDone ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />;
  const status = (
    <span role="status" className="sr-only">
      {isDone ? "Copied" : ""}
    </span>
  );
  if (children !== undefined) {
    return (
      <>
        <Button variant={variant} size={size} onClick={copy}>
          {icon}
          {isDone ? "Copied" : children}
        </Button>
        {status}
      </>
    );
  }
  return (
    <>
      <Tooltip content={isDone ? "Copied" : hint}>
        <Button variant={variant} size={size ?? "icon-small"} aria-label={label} onClick={copy}>
          {icon}
        </Button>
      </Tooltip>
      {status}
    </>
  );
}
