/** A person as two letters in a circle. Decoration: the name stands beside it. */
import type { ReactElement } from "react";
import { classNames } from "./class-names.ts";

type AvatarProps = { readonly name: string; readonly size?: "normal" | "large" };

export function Avatar({ name, size = "normal" }: AvatarProps): ReactElement {
  return (
    <span
      aria-hidden
      className={classNames(
        "grid shrink-0 place-items-center overflow-hidden rounded-full bg-accent-soft text-xs font-medium text-fg",
        size === "large" ? "size-9" : "size-7",
      )}
    >
      {initialsOf(name)}
    </span>
  );
}

const characters = new Intl.Segmenter("en", { granularity: "grapheme" });

/** What a person sees as the first character of a text, whatever the script; "" of an empty one. */
export function firstCharacterOf(text: string): string {
  const [first] = characters.segment(text.trim());
  return first?.segment.toUpperCase() ?? "";
}

/** The first characters of the first and the last word. */
function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return chosen.map((word) => firstCharacterOf(word ?? "")).join("");
}
