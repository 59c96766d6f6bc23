/** What was done to a key, the newest first. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { messageOf } from "../api/problem-error.ts";
import { useSession } from "../api/session.ts";
import { auditQuery } from "../audit/audit-query.ts";
import { AuditRow } from "../audit/audit-row.tsx";
import { Notice } from "../ui/notice.tsx";
import { ShowMore } from "../ui/show-more.tsx";

export function KeyAudit({ keyId }: { readonly keyId: string }): ReactElement {
  const list = useInfiniteQuery(auditQuery({ target: keyId }));
  const { workspaces } = useSession();
  const names = new Map<string, string>(workspaces.map(({ id, name }) => [id, name]));
  const entries = list.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <section className="card" aria-labelledby="audit-trail">
      <div className="flex items-center justify-between gap-3 p-5 pb-3">
        <h2 id="audit-trail" className="label">
          Audit trail
        </h2>
        <Link to="/audit" search={{ target: keyId, ws: "all" }} className="link text-[13px]">
          Open in the audit log
        </Link>
      </div>
      {list.isError && (
        <div className="px-5 pb-5">
          <Notice tone="bad">{messageOf(list.error)}</Notice>
        </div>
      )}
      <ul className="border-t border-line">
        {entries.map((entry) => (
          <AuditRow key={entry.id} entry={entry} names={names} onTarget={null} />
        ))}
      </ul>
      <ShowMore list={list} />
    </section>
  );
}
