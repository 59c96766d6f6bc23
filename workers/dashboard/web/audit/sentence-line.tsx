/** An audit entry as one sentence. */
import type { ReactElement } from "react";
import type { AuditLogEntry } from "#shared/management/audit.ts";
import { Name } from "../ui/name.tsx";
import { sentenceOf } from "./sentences.ts";

type SentenceLineProps = { readonly entry: AuditLogEntry };

export function SentenceLine({ entry }: SentenceLineProps): ReactElement {
  return (
    <>
      <span className="font-medium">
        <Name bare>{entry.actor.name ?? "Somebody who is gone"}</Name>
      </span>{" "}
      {sentenceOf(entry).map((part, index) => (typeof part === "string" ? part : <Name key={index}>{part.name}</Name>))}
    </>
  );
}
