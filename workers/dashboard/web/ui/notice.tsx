/** Something to know before going on. */
import { Info, TriangleAlert } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { classNames } from "./class-names.ts";

type NoticeProps = { readonly tone?: "warn" | "bad" | "info"; readonly children: ReactNode };

export function Notice({ tone = "warn", children }: NoticeProps): ReactElement {
  const Icon = tone === "info" ? Info : TriangleAlert;
  return (
    <div className={classNames("notice", tone !== "warn" && `notice-${tone}`)}>
      <Icon size={16} aria-hidden />
      <div className="min-w-0 wrap-break-word">{children}</div>
    </div>
  );
}
